// Made-up mailboxes: practice, the one of the settings, one that is paused, one that is new.
const now = Date.now()
const base = { provider: 'smtp', from_name: 'Mira Falk', state: 'ok', paused_reason: null, cause: null, offline: false, retry_at: null, waiting: 0, takes_leads: true, version: 1, can_read: true, is_primary: false, name: '', values: {}, secrets_set: [] }
const own = (address, port = '587') => ({ SENDER_EMAIL: address, SENDER_NAME: 'Mira Falk', SMTP_HOST: 'mail.falk-studio.example', SMTP_PORT: port, SMTP_USERNAME: address, IMAP_HOST: 'mail.falk-studio.example', SENDER_SIGNATURE: 'Mira Falk\nFalk Studio', MAX_EMAILS_PER_DAY: '15' })

/** @param {(entity: string, key: string|null) => void} tell */
export function mailboxRoutes(tell) {
  const boxes = [
    { ...base, id: 'm0', provider: 'practice', title: 'Practice mailbox', address: 'Practice mailbox', health: { last_ok_at: now - 120_000, last_error: null }, sent_today: null, limit_today: null },
    { ...base, id: 'm1', is_primary: true, title: 'mira@falk-photo.example', address: 'mira@falk-photo.example', health: { last_ok_at: now - 120_000, last_error: null }, sent_today: 7, limit_today: 20, waiting: 12 },
    { ...base, id: 'm2', name: 'Studio', title: 'Studio', address: 'hello@falk-studio.example', state: 'paused', cause: 'sign_in', paused_reason: 'The server refused the password (535 5.7.8). Put it right here, then test.', health: { last_ok_at: now - 9_000_000, last_error: null }, sent_today: 4, limit_today: 15, waiting: 9, values: own('hello@falk-studio.example'), secrets_set: ['SMTP_PASSWORD'] },
    { ...base, id: 'm3', title: 'mira@falk-studio.example', address: 'mira@falk-studio.example', takes_leads: false, health: { last_ok_at: null, last_error: null }, sent_today: 0, limit_today: 5, values: own('mira@falk-studio.example'), secrets_set: ['SMTP_PASSWORD', 'IMAP_PASSWORD'] },
  ]
  const find = (key) => boxes.find((one) => one.id === key)
  const missing = { problem: 404, code: 'not_found', detail: 'There is no such mailbox.' }
  let named = ['m1']
  return [
    ['GET', '/api/mailboxes', () => ({ data: boxes })],
    ['POST', '/api/mailboxes', ({ body }) => {
      if (!body.values?.SENDER_EMAIL) return { problem: 422, code: 'bad_input', detail: 'The mailbox can’t be kept like this; nothing was changed.', errors: [{ name: 'SENDER_EMAIL', detail: 'is missing' }, { name: 'SMTP_HOST', detail: 'is missing' }] }
      boxes.push({ ...base, id: `m${boxes.length}`, title: body.name || body.values.SENDER_EMAIL, address: body.values.SENDER_EMAIL, values: body.values, health: { last_ok_at: null, last_error: null }, sent_today: 0, limit_today: 5 })
      return { status: 201, body: { ...boxes.at(-1), ties: [] } }
    }],
    ['POST', '/api/mailboxes/test', () => ({ ok: true, steps: ['smtp', 'imap'].flatMap((service) => ['dns', 'connect', 'tls', 'login'].map((step) => ({ service, step, ok: true, detail: 'It works.', advice: null }))) })],
    ['GET', '/api/mailboxes/:id', ({ params: [key] }) => find(key) ? { ...find(key), ties: key === 'm2' ? ['9 mails wait to leave from it.', '4 leads’ sequences would go on from it.'] : [] } : missing],
    ['PATCH', '/api/mailboxes/:id', ({ params: [key], body }) => { const one = find(key); if (!one) return missing; if (body.takes_leads !== undefined) one.takes_leads = body.takes_leads; Object.assign(one.values, body.values); one.version += 1; return { ...one, ties: [] } }],
    ['DELETE', '/api/mailboxes/:id', ({ params: [key] }) => { boxes.splice(boxes.indexOf(find(key)), 1); return { data: boxes } }],
    ...['pause', 'resume'].map((act) => ['POST', `/api/mailboxes/:id/${act}`, ({ params: [key] }) => { Object.assign(find(key), act === 'pause' ? { state: 'paused', cause: 'person', paused_reason: 'You paused this mailbox.' } : { state: 'ok', cause: null, paused_reason: null }); tell('status', null); return { data: boxes } }]),
    ['POST', '/api/mailboxes/:id/hand_over', () => ({ status: 202, body: { job_id: 'j2' } })],
    ['GET', '/api/campaigns/:id/mailboxes', () => ({ mailbox_ids: named })], ['POST', '/api/campaigns/:id/mailboxes', ({ body }) => ({ mailbox_ids: (named = body.mailbox_ids) })],
  ]
}

/** How they stand, as Today shows them.
 * @param {boolean} some */
export const boxFigures = (some) => some ? [{ id: 'm1', title: 'mira@falk-photo.example', state: 'ok', reason: null, cause: null, offline: false, retry_at: null, sent_today: 7, limit_today: 20, waiting: 12 }, { id: 'm2', title: 'Studio', state: 'paused', reason: 'The server refused the password.', cause: 'sign_in', offline: false, retry_at: null, sent_today: 4, limit_today: 15, waiting: 9 }] : []
