// News from the program. One stream a browser: a Web Lock elects the tab that listens, a BroadcastChannel tells the others.

/** @typedef {{name: string, id: string|null}} News */
/** @typedef {{locks: LockManager, channel: BroadcastChannel, source: (url: string) => EventSource}} Means */

export const NAMES = ['lead', 'message', 'reply', 'job', 'status', 'setting', 'import', 'campaign', 'template', 'proposal', 'reset']
const LOCK = 'cold-outreach-events'
/** Milliseconds before a stream that broke for good is opened again; doubles up to the last. */
const RETRY = 1_000
const RETRY_MAX = 15_000

/** Listens, shares and hands out news. */
export class Events {
  #means; #wait = RETRY
  /** @type {Set<{names: string[], tell: (news: News) => void}>} */
  #listeners = new Set()
  /** Called with true when the stream opens and false when it breaks.
   * @type {(open: boolean) => void} */
  onstate = () => {}

  /** @param {Means} means */
  constructor(means) { this.#means = means }

  start() {
    this.#means.channel.onmessage = (event) => this.#hear(event.data)
    const { locks } = this.#means
    locks.request(LOCK, { ifAvailable: true }, (lock) => lock ? this.#lead(false) : void locks.request(LOCK, () => this.#lead(true)))
  }

  /** Listens as long as this tab lives. Where another tab did before, news may have passed meanwhile.
   * @param {boolean} after @returns {Promise<void>} */
  #lead(after) {
    if (after) this.#tell({ name: 'reset', id: null })
    this.#open()
    return new Promise(() => {})
  }

  /** Calls back for these names, and for `reset`. Returns what ends it.
   * @param {string[]} names @param {(news: News) => void} tell */
  on(names, tell) {
    const listener = { names, tell }
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  #open() {
    const source = this.#means.source('/api/events')
    source.onopen = () => {
      this.#wait = RETRY
      this.#share({ open: true })
    }
    source.onerror = () => {
      this.#share({ open: false })
      // While it is CONNECTING the browser retries by itself, with Last-Event-ID.
      if (source.readyState !== 2) return
      source.close()
      setTimeout(() => { this.#open(); this.#tell({ name: 'reset', id: null }) }, this.#wait)
      this.#wait = Math.min(this.#wait * 2, RETRY_MAX)
    }
    for (const name of NAMES) source.addEventListener(name, (event) => this.#tell({ name, id: idOf(event) }))
  }

  /** @param {News} news */
  #tell(news) { this.#share({ news }) }

  /** @param {{news?: News, open?: boolean}} note */
  #share(note) {
    this.#means.channel.postMessage(note)
    this.#hear(note)
  }

  /** @param {{news?: News, open?: boolean}} note */
  #hear({ news, open }) {
    if (open !== undefined) this.onstate(open)
    if (!news) return
    for (const { names, tell } of [...this.#listeners]) if (news.name === 'reset' || names.includes(news.name)) tell(news)
  }
}

/** @param {Event} event @returns {string|null} */
function idOf(event) {
  try { return JSON.parse(/** @type {MessageEvent} */ (event).data).id ?? null } catch { return null }
}

/** The stream of this browser, made at the first use.
 * @type {Events|null} */
let shared = null
export function events() {
  shared ??= new Events({
    locks: navigator.locks, channel: new BroadcastChannel(LOCK), source: (url) => new EventSource(url),
  })
  return shared
}
