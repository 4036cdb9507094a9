// Routes of protection of the fixture server.
const state = { passphrase: false, recovery: 'open', recovery_at: null, data_key: 1, resealing: false }
const wrong = (name, detail) => ({ problem: 422, code: 'bad_input', detail: 'One field needs another look.', errors: [{ name, detail }] })

export function protectionRoutes(tell) {
  return [
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
