// Routes of protection of the fixture server.
const state = { passphrase: false, recovery: 'open', recovery_at: null, data_key: 1, resealing: false }
const wrong = (name, detail) => ({ problem: 422, code: 'bad_input', detail: 'One field needs another look.', errors: [{ name, detail }] })

const person = { lead_id: 'l1', leads: 1, names: ['Optik Sommer'], messages: 3, replies: 1, suppressed: null }
const rules = ['unused', 'rejected', 'silent', 'answered'].map((group) => ({ group, days: group === 'rejected' ? 365 : null, would_erase: 0, examples: [] }))

export function protectionRoutes(tell) {
  return [
    ['POST', '/api/privacy/find', ({ body }) => body.lead_id ? { ...person, leads: 1, names: ['Carl Boats'], suppressed: null } : /@/.test(body.email) ? person : wrong('email', 'is no address')],
    ['POST', '/api/privacy/erase', () => { Object.assign(person, { lead_id: null, leads: 0, names: [], messages: 0, replies: 0, suppressed: 'erased' }); return { erased: 1 } }],
    ['GET', '/api/retention', () => ({ data: rules })], ['POST', '/api/retention', ({ body }) => { for (const one of rules) one.days = body[one.group] ?? null; return { data: rules } }],
    ['POST', '/api/retention/preview', ({ body }) => body.unused < 30 ? wrong('unused', 'must be 30 to 3650 days, or empty') : { data: rules.map((one) => ({ ...one, days: body[one.group] ?? null, would_erase: body[one.group] ? 41 : 0, examples: body[one.group] ? ['Optik Sommer', 'Café Mohn'] : [] })) }],
    ['GET', '/api/protection', () => state],
    ['POST', '/api/protection/passphrase', ({ body }) => {
      if (state.passphrase && !body.current) return wrong('current', 'is not your passphrase')
      if (body.passphrase !== null && body.passphrase.length < 10) return wrong('passphrase', 'must have at least 10 letters; four or five words are good')
      state.passphrase = body.passphrase !== null
      return state
    }],
    ['POST', '/api/protection/recovery-key', () => ({ status: 201, body: { key: [...Array(13).fill('7KQ2'), 'WXYZ'].join('-') } })],
    ['POST', '/api/protection/recovery-key/confirm', ({ body }) => {
      if (body.ending.toUpperCase() !== 'WXYZ') return wrong('ending', 'is not what was printed')
      return Object.assign(state, { recovery: 'saved', recovery_at: Date.now() })
    }],
    ['POST', '/api/protection/recovery-key/decline', () => Object.assign(state, { recovery: 'declined', recovery_at: Date.now() })],
    ['POST', '/api/protection/data-key', () => { Object.assign(state, { data_key: state.data_key + 1, resealing: true }); tell('status', null); return { status: 202, body: state } }],
  ]
}
