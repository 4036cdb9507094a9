// A server for developing and testing the pages: speaks the contract with data in memory. Test only.
// node fixture-server.mjs [port]; ?fixture=empty|fail|fresh|ended|locked on any page address sets how it behaves from then on.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { routes, state, tell } from './fixture-routes.mjs'

const WEB = fileURLToPath(new URL('../../Resources/web/', import.meta.url))
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' }
const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1')
  try {
    if (url.searchParams.has('fixture')) state.behave(url.searchParams.get('fixture'))
    if (url.pathname === '/api/events') return events(request, response)
    if (!url.pathname.startsWith('/api/') && !['/health', '/system/status', '/start/state'].includes(url.pathname)) return await file(url.pathname, response)
    await answer(request, response, url)
  } catch (error) {
    console.error(error)
    send(response, 500, { type: '/problems/internal', title: 'Something broke', status: 500, detail: 'The program made a mistake. See the log.', errors: [], incident: 'F-1' })
  }
})

async function file(path, response) {
  const name = normalize(path).replace(/^\/+/, '')
  const kind = TYPES[extname(name)]
  const bytes = await readFile(join(WEB, kind ? name : 'index.html')).catch(() => null)
  if (!bytes) return response.writeHead(404).end()
  response.writeHead(200, { 'Content-Type': kind ?? TYPES['.html'], 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-cache' }).end(bytes)
}

function events(request, response) {
  if (state.mode === 'ended') return send(response, 401, problem(401, 'unauthorized', 'Log in first.'))
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  response.write(': hello\n\n')
  state.streams.add(response)
  request.on('close', () => state.streams.delete(response))
}

const problem = (status, code, detail, errors = [], more = {}) => ({ type: `/problems/${code}`, title: '', status, detail, errors, ...more })

function send(response, status, body) {
  if (response.headersSent) return
  response.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json', 'Cache-Control': 'no-store' })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

async function answer(request, response, url) {
  if (state.mode === 'ended' && url.pathname !== '/health') return send(response, 401, problem(401, 'unauthorized', 'Log in first.'))
  if (state.mode === 'locked' && !['/health', '/start/state'].includes(url.pathname)) return send(response, 423, problem(423, 'locked', 'The program is locked: it waits for your passphrase.'))
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== 'fixture') return send(response, 403, problem(403, 'forbidden', 'The CSRF value is missing.'))
  if (state.mode === 'fail' && !['/api/session', '/health'].includes(url.pathname)) return send(response, 500, problem(500, 'internal', 'The data file could not be read. Nothing was changed.', [], { incident: 'F-1' }))
  for (const [method, pattern, handle] of routes) {
    const found = method === request.method && new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`).exec(url.pathname)
    if (!found) continue
    const body = request.headers['content-type'] === 'application/json' && bytes.length ? JSON.parse(bytes) : {}
    const result = await handle({ params: found.slice(1).map(decodeURIComponent), query: url.searchParams, body, bytes })
    if (result?.raw !== undefined && result.kind) return response.writeHead(200, { 'Content-Type': result.kind, ...(result.kind.includes('html') ? { 'Content-Security-Policy': MAIL_POLICY } : {}) }).end(result.raw)
    if (typeof result?.problem === 'number') return send(response, result.problem, problem(result.problem, result.code, result.detail, result.errors, { changed: result.changed }))
    return send(response, typeof result?.status === 'number' ? result.status : 200, result?.body ?? result)
  }
  send(response, 404, problem(404, 'not_found', `There is no ${request.method} ${url.pathname}.`))
}

const timer = setInterval(() => { for (const stream of state.streams) stream.write(': still here\n\n') }, 15_000)
timer.unref()
const port = Number(process.argv[2] ?? process.env.PORT ?? 8099)
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`))
process.on('SIGTERM', () => process.exit(0))
export { tell }
