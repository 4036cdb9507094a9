// The only fetch of the program. Every answer is JSON, every failure a Problem.

/** Milliseconds after which a request is given up. */
const TIMEOUT = 60_000
export const OFFLINE = 'The program does not answer. It may have been closed; nothing you saved is lost. Start it again and try once more.'
const NOT_YET = 'The program is not ready: it starts, or waits for its passphrase. Nothing is lost.'

/** @param {string} code @param {string} detail @param {number} status */
const plain = (code, detail, status = 0) => new Problem(status, { type: `/problems/${code}`, detail })

/** What went wrong, in the words of RFC 9457. */
export class Problem extends Error {
  /** @param {number} status 0 where no answer came @param {any} body */
  constructor(status, body) {
    super(body?.detail || body?.title || `The program answered with error ${status}.`)
    this.status = status
    this.code = String(body?.type ?? '').split('/').pop() ?? ''
    this.title = body?.title ?? ''
    /** @type {{name: string, detail: string}[]} */
    this.errors = Array.isArray(body?.errors) ? body.errors : []
    /** What another writer changed: field → yours and theirs.
     * @type {Record<string, {yours: unknown, theirs: unknown}>|null} */
    this.changed = body?.changed ?? null
    this.incident = body?.incident ?? null
  }

  /** The message that belongs to one field, or nothing.
   * @param {string} name */
  field(name) { return this.errors.find((error) => error.name === name)?.detail ?? '' }
}

/** Says `ended` when the session is over, `lost` and `found` when the program stops or starts to answer. */
export const connection = new EventTarget()
let answering = true

/** @param {boolean} now */
export function setAnswering(now) {
  if (now !== answering) connection.dispatchEvent(new Event((answering = now) ? 'found' : 'lost'))
}

/** @type {Session|null} */
let session = null
/** Milliseconds after a person's last key, click or touch in which a request counts as theirs; others keep no session alive. */
const AWAKE = 60_000
let touched = Date.now()

/** Notes that somebody is here. */
export function touch() { touched = Date.now() }

/** The session: CSRF value, version, mode. Fetched once.
 * @param {boolean} [again] @returns {Promise<Session>} */
export async function loadSession(again = false) {
  if (!session || again) session = await request('GET', '/api/session')
  return /** @type {Session} */ (session)
}

/** A query string; empty values are left out.
 * @param {string} path @param {Record<string, any>} [query] */
export function address(path, query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return pairs.length ? `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}` : path
}

/** @param {string} method @param {string} path @param {any} [body] @param {AbortSignal} [signal] @param {boolean} [retried] @returns {Promise<any>} */
async function request(method, path, body, signal, retried = false) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' }
  if (method === 'GET' && Date.now() - touched > AWAKE) headers['X-Background'] = '1'
  if (method !== 'GET') headers['X-CSRF-Token'] = (await loadSession()).csrf
  const bytes = body instanceof Blob
  if (body !== undefined) headers['Content-Type'] = bytes ? 'application/octet-stream' : 'application/json'
  const response = await send(path, { method, headers, body: bytes || body === undefined ? body : JSON.stringify(body), signal })
  if (response.ok) return read(response)
  if (response.status === 401) connection.dispatchEvent(new Event('ended'))
  const problem = new Problem(response.status, await response.json().catch(() => null))
  // After a restart the CSRF value is a new one: fetch it and try once more.
  if (response.status === 403 && method !== 'GET' && !retried) {
    const before = headers['X-CSRF-Token']
    if ((await loadSession(true)).csrf !== before) return request(method, path, body, signal, true)
  }
  throw problem
}

/** @param {string} path @param {RequestInit} options */
async function send(path, options) {
  const timeout = /** @type {any} */ (AbortSignal).timeout(TIMEOUT)
  const stop = new AbortController()
  const signals = [timeout, options.signal].filter(Boolean)
  for (const signal of signals) signal?.addEventListener('abort', () => stop.abort(), { once: true })
  try {
    const response = await fetch(path, { ...options, signal: stop.signal, credentials: 'same-origin' })
    // What answers with a page, or that it is locked, is not the program yet: it opens its data, or asks for the passphrase.
    if (response.status === 423 || response.status === 503 && !response.headers.get('Content-Type')?.includes('json')) throw response
    setAnswering(true)
    return response
  } catch (error) {
    if (options.signal?.aborted) throw plain('aborted', 'Stopped.')
    if (timeout.aborted) throw plain('timeout', 'The program took too long to answer. It may still be working: look again in a minute.')
    setAnswering(false)
    throw plain('offline', error instanceof Response ? NOT_YET : OFFLINE)
  }
}

/** @param {Response} response */
async function read(response) {
  if (response.status === 204) return null
  const text = await response.text()
  if (!response.headers.get('Content-Type')?.includes('json')) return text
  return text ? JSON.parse(text) : null
}

export const api = {
  /** @param {string} path @param {Record<string, any>} [query] @param {AbortSignal} [signal] */
  get: (path, query, signal) => request('GET', address(path, query), undefined, signal),
  /** @param {string} path @param {any} [body] */
  post: (path, body = {}) => request('POST', path, body),
  /** @param {string} path @param {any} body */
  patch: (path, body) => request('PATCH', path, body),
  /** Sends JSON, or bytes where a Blob is given.
   * @param {string} path @param {any} body @param {AbortSignal} [signal] */
  put: (path, body, signal) => request('PUT', path, body, signal),
  /** @param {string} path */
  delete: (path) => request('DELETE', path),
}
