// Set-up routes of the fixture server.
const STEPS = ['welcome', 'identity', 'mode', 'mailbox', 'pace', 'protection', 'done']
const setup = { completed: false, current: 'welcome', steps: STEPS.map((id) => ({ id, state: 'open' })), folders: { data: '/home/mira/.local/share/cold-outreach', keys: '/home/mira/.config/cold-outreach', backups: '/home/mira/.local/share/cold-outreach/backups' }, values: { EMAIL_PRIMARY_PROVIDER: 'practice', MODE_DRAFT_ONLY: true, ALLOW_AUTO_SEND: false, MAX_EMAILS_PER_DAY: 20, MAX_EMAILS_PER_HOUR: 5, MIN_DELAY_SECONDS: 180, MAX_DELAY_SECONDS: 420, SEND_WINDOW: 'Mon-Fri 09:00-17:00', DATABASE_BACKUP_ENABLED: true }, guesses: { time_zone: 'Europe/Berlin' } }

export function setupRoutes() {
  return [
    ['GET', '/api/setup', () => setup], ['POST', '/api/setup/complete', () => { setup.completed = true; return setup }],
    ['POST', '/api/setup/:step', ({ params: [step], body }) => {
      if (step === 'identity' && !body.skip && !/@/.test(body.values?.SENDER_EMAIL ?? '')) return { problem: 422, code: 'bad_input', detail: 'One field needs another look.', errors: [{ name: 'SENDER_EMAIL', detail: 'Please give your address, like mira@studio.com.' }] }
      Object.assign(setup.values, body.values)
      setup.steps.find(({ id }) => id === step).state = body.skip ? 'skipped' : 'done'
      setup.current = STEPS[STEPS.indexOf(step) + 1]
      return setup
    }],
    ['POST', '/api/mailbox/preset', ({ body }) => ({ provider: 'Gmail', smtp: { host: 'smtp.gmail.com', port: 587, security: 'starttls' }, imap: { host: 'imap.gmail.com', port: 993, security: 'tls' }, username: body.address, advice: 'Google wants an app password here, not your usual one. You make it under Google Account, Security, App passwords.', found_by: 'preset' })],
    ['POST', '/api/mailbox/test', () => ({ ok: false, steps: [...['dns', 'connect', 'tls'].map((step) => ({ service: 'smtp', step, ok: true, detail: 'smtp.gmail.com answers', advice: null })), { service: 'smtp', step: 'login', ok: false, detail: 'The server says the password is wrong (535).', advice: 'Make an app password in your Google account and paste it here.' }, { service: 'imap', step: 'dns', ok: true, detail: 'imap.gmail.com answers', advice: null }, { service: 'imap', step: 'folders', ok: null, detail: 'Not tried', advice: null }] })],
  ]
}
