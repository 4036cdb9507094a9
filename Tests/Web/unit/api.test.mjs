import test from 'node:test'
import assert from 'node:assert/strict'
import { address, api, connection, Problem } from '../../../Resources/web/api.js'

const answer = (status, body, type = 'application/json') => new Response(body === null ? null : JSON.stringify(body), { status, headers: { 'Content-Type': type } })
const session = answer.bind(null, 200, { csrf: 'one' })

test('problem+json becomes a typed error', async () => {
  globalThis.fetch = async () => answer(422, { type: '/problems/bad_input', title: 'No', status: 422, detail: 'Look again.', errors: [{ name: 'email', detail: 'Not an address.' }] }, 'application/problem+json')
  const problem = await api.get('/api/x').catch((error) => error)
  assert.ok(problem instanceof Problem)
  assert.deepEqual([problem.status, problem.code, problem.message, problem.field('email'), problem.field('name')], [422, 'bad_input', 'Look again.', 'Not an address.', ''])
})

test('an answer without JSON is an error with words', async () => {
  globalThis.fetch = async () => new Response('<h1>no</h1>', { status: 502 })
  assert.match((await api.get('/x').catch((error) => error)).message, /502/)
})

test('no answer says what is kept, and that the program is lost and found', async () => {
  const heard = []
  for (const name of ['lost', 'found']) connection.addEventListener(name, () => heard.push(name))
  globalThis.fetch = async () => { throw new TypeError('refused') }
  const problem = await api.get('/x').catch((error) => error)
  assert.deepEqual([problem.status, problem.code], [0, 'offline'])
  globalThis.fetch = async () => answer(200, {})
  await api.get('/x')
  assert.deepEqual(heard, ['lost', 'found'])
})

test('401 ends the session', async () => {
  let ended = 0
  connection.addEventListener('ended', () => { ended++ })
  globalThis.fetch = async () => answer(401, { detail: 'Log in.' })
  await api.get('/x').catch(() => null)
  assert.equal(ended, 1)
})

test('writes carry the CSRF value, and a new one is fetched once after a restart', async () => {
  const sent = []
  let token = 'old'
  globalThis.fetch = async (path, options) => {
    if (path === '/api/session') return answer(200, { csrf: token })
    sent.push(options.headers['X-CSRF-Token'])
    if (options.headers['X-CSRF-Token'] === 'new') return answer(200, { ok: true })
    token = 'new'
    return answer(403, { detail: 'no' })
  }
  assert.deepEqual(await api.post('/x', {}), { ok: true })
  assert.deepEqual(sent, ['old', 'new'])
  // A refusal that a fresh value does not cure is told, not repeated.
  globalThis.fetch = async (path, options) => path === '/api/session' ? answer(200, { csrf: 'new' }) : (sent.push(options.headers['X-CSRF-Token']), answer(403, { detail: 'no' }))
  assert.equal((await api.post('/x', {}).catch((error) => error)).status, 403)
  assert.equal(sent.length, 3)
})

test('addresses leave out what is empty', () => {
  assert.equal(address('/api/leads', { q: 'a&b', state: '', cursor: null, limit: 5 }), '/api/leads?q=a%26b&limit=5')
  assert.equal(address('/api/leads'), '/api/leads')
  assert.equal(session().status, 200)
})
