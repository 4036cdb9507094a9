import { api, html, View } from '../view.js'
import { focusError, valuesOf } from '../components/field.js'
import { icon } from '../components/icon.js'
import { doneStep, identityStep, mailboxStep, modeStep, MODES, paceStep, protectionStep, welcomeStep } from '../components/setup_steps.js'
import { declineRecoveryKey, makeRecoveryKey } from '../components/protection_dialogs.js'
import { confirm } from '../components/dialog.js'
import { complain, say } from '../components/toasts.js'
import { loadSession } from '../api.js'

/** @type {{id: string, title: string, draw: (page: Setup) => any}[]} */
const STEPS = [
  { id: 'welcome', title: 'Welcome', draw: welcomeStep }, { id: 'identity', title: 'You', draw: identityStep }, { id: 'mode', title: 'How mail leaves', draw: modeStep },
  { id: 'mailbox', title: 'Mailbox', draw: mailboxStep }, { id: 'pace', title: 'Pace', draw: paceStep }, { id: 'protection', title: 'Protection', draw: protectionStep }, { id: 'done', title: 'Ready', draw: doneStep },
]
/** Milliseconds after the last letter before an address is looked up. */
const PATIENCE = 500

/** The first minutes with the program: full window, can be left and taken up again. */
export default class Setup extends View {
  title = 'Set-up'
  place = 'setup'
  /** @type {SetupAnswer|null} */
  setup = null
  /** @type {Problem|null} */
  wrong = null
  /** What was typed but not saved.
   * @type {Record<string, any>} */
  typed = {}
  /** @type {any} */
  preset = null
  /** @type {{ok: boolean, steps: TestStep[]}|null} */
  result = null
  /** @type {Backup[]|null} */
  backups = null
  /** @type {Protection|null} */
  protection = null
  /** @type {any} */
  timer
  /** @type {Acts} */
  acts = {
    next: (form) => {
      const values = this.id === 'mode' ? MODES[valuesOf(form).mode ?? 'practice'].values : this.values(form)
      // Who says nothing of themselves has skipped that.
      return this.next(this.id === 'identity' && !values.SENDER_NAME && !values.SENDER_EMAIL ? null : values)
    },
    skip: () => this.next(null),
    type: (input) => { this.typed[input.name] = input.value },
    address: (input) => { this.typed[input.name] = input.value; clearTimeout(this.timer); this.timer = setTimeout(() => this.look(input.value.trim()), PATIENCE) },
    test: (button) => this.test(/** @type {HTMLFormElement} */ (button.closest('form'))),
    restoreList: async () => { this.backups = (await api.get('/api/backups')).data; this.update() },
    restore: (button) => this.restore(button.dataset.name ?? ''),
    moveIn: async () => { if (await (await import('../components/moving.js')).moveIn()) this.context.router.go('/restored') },
    recovery: () => this.protect(makeRecoveryKey),
    decline: () => this.protect(declineRecoveryKey),
    finish: () => this.finish('/'),
    finishTo: (link) => this.finish(link.getAttribute('href') ?? '/'),
  }

  get id() { return STEPS.find(({ id }) => id === this.context.params.step)?.id ?? 'welcome' }
  get index() { return STEPS.findIndex(({ id }) => id === this.id) }

  async fetch() {
    [this.setup, this.protection] = await Promise.all([api.get('/api/setup'), api.get('/api/protection')])
    // Taken up again where it was left.
    this.lookOnce()
    if (!this.context.params.step && this.setup && !this.setup.completed && this.setup.current !== 'welcome') this.context.router.go(`/setup/${this.setup.current}`, { replace: true })
  }

  arrive() {
    this.wrong = this.result = null
    this.typed = {}
    this.update()
    scrollTo(0, 0)
    this.find('h1')?.focus()
    this.lookOnce()
  }

  /** The address of the step before is known already: look up its servers. */
  lookOnce() {
    const address = this.value('SENDER_EMAIL')
    if (this.id === 'mailbox' && address && !this.preset && !this.value('SMTP_USERNAME')) this.look(address)
  }

  /** The value of a setting as it stands in the form.
   * @param {string} key */
  value(key) { return this.typed[key] ?? this.setup?.values[key] ?? '' }

  /** @param {HTMLFormElement} form */
  values(form) {
    const values = valuesOf(form)
    for (const box of form.querySelectorAll('input[type=checkbox]')) values[/** @type {HTMLInputElement} */ (box).name] = /** @type {HTMLInputElement} */ (box).checked
    for (const input of form.querySelectorAll('input[type=number]')) { const { name, value } = /** @type {HTMLInputElement} */ (input); values[name] = value === '' ? null : Number(value) }
    // A password that was not typed again stays as it is.
    for (const name of ['SMTP_PASSWORD', 'IMAP_PASSWORD']) if (name in values && !values[name]) delete values[name]
    if (this.id === 'mailbox') {
      values.IMAP_USERNAME = this.typed.IMAP_USERNAME ?? values.SMTP_USERNAME
      if (this.typed.SMTP_SECURITY) values.SMTP_SECURITY = this.typed.SMTP_SECURITY
    }
    if (values.SMTP_PASSWORD && !values.IMAP_PASSWORD) values.IMAP_PASSWORD = values.SMTP_PASSWORD
    return values
  }

  /** Saves this step, or skips it, and goes on.
   * @param {Record<string, any>|null} values */
  async next(values) {
    try {
      this.setup = await api.post(`/api/setup/${this.id}`, values ? { values } : { skip: true })
      this.wrong = null
      this.context.router.go(`/setup/${STEPS[Math.min(this.index + 1, STEPS.length - 1)].id}`)
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.typed = { ...this.typed, ...values }
      this.wrong = problem
      this.update()
      focusError(this.root)
    }
  }

  /** Fills in the servers for an address.
   * @param {string} address */
  async look(address) {
    if (!/^\S+@\S+\.\S+$/.test(address)) return
    try {
      this.preset = await api.post('/api/mailbox/preset', { address })
      const { smtp, imap, username } = this.preset
      Object.assign(this.typed, { SMTP_HOST: smtp.host, SMTP_PORT: smtp.port, SMTP_SECURITY: smtp.security, SMTP_USERNAME: username, IMAP_HOST: imap.host, IMAP_PORT: imap.port, IMAP_USERNAME: username })
    } catch (problem) { complain(problem) }
    this.update()
  }

  /** @param {HTMLFormElement} form */
  async test(form) {
    this.typed = this.values(form)
    this.result = await api.post('/api/mailbox/test', { values: this.typed })
    this.update()
    this.find('.checks')?.scrollIntoView({ block: 'nearest' })
  }

  /** @param {string} name */
  async restore(name) {
    if (!await confirm({ title: 'Restore this backup?', text: 'The program becomes as it was then. Sending stays frozen until you have looked at what may have been sent since.', act: 'Restore' })) return
    await api.post(`/api/backups/${encodeURIComponent(name)}/restore`)
    say('Restoring. The program starts again by itself.')
    this.context.router.go('/restored')
  }

  /** Asks about the recovery key, and shows how it stands then.
   * @param {(state: Protection) => Promise<boolean>} question */
  async protect(question) {
    if (!this.protection || !await question(this.protection)) return
    this.protection = await api.get('/api/protection')
    this.update()
  }

  /** @param {string} path */
  async finish(path) {
    await api.post('/api/setup/complete')
    await loadSession(true)
    this.context.router.go(path)
  }

  template() {
    return html`<div class="wizard"><header class="wizard-head"><span class="brand"><img src="/favicon.svg" alt="" width="24" height="24"><span>Cold Outreach</span></span>${this.setup?.completed ? html`<a class="wizard-step" href="/">Back to the program</a>` : ''}
      <ol class="wizard-steps" aria-label="Steps">${STEPS.map(({ id, title }, index) => this.mark(id, title, index))}</ol></header>
      <div class="wizard-body" data-key="step-${this.id}">${this.framed(() => STEPS[this.index].draw(this))}</div></div>`
  }

  /** @param {string} id @param {string} title @param {number} index */
  mark(id, title, index) {
    const state = this.setup?.steps.find((step) => step.id === id)?.state ?? 'open'
    const here = id === this.id
    return html`<li><a href="/setup/${id}" class="wizard-step ${here ? 'here' : ''}" ${here ? html`aria-current="step"` : ''}><span class="wizard-dot">${state === 'done' ? icon('check') : index + 1}</span><span class="wizard-title">${title}${state === 'skipped' ? html`<span class="hidden"> (skipped)</span>` : state === 'done' ? html`<span class="hidden"> (done)</span>` : ''}</span></a></li>`
  }
}
