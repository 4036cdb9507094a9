// Every mailbox: how it does, what waits in it, and adding, changing, pausing and removing it.
import { api, html, View } from '../view.js'
import { icon, note } from './states.js'
import { ask, confirm } from './dialog.js'
import { focusError } from './field.js'
import { mailboxForm, SECRETS } from './mailbox_form.js'
import { mailboxRow, turnMailbox } from './mailbox_row.js'
import { complain, say } from './toasts.js'
import { counted } from '../models/format.js'

/** Milliseconds after the last letter before an address is looked up. */
const PATIENCE = 600

export class MailboxesPart extends View {
  /** @type {MailboxState[]} */
  mailboxes = []
  /** The one that is open: its id, `new`, or '' for none. */
  shown = ''
  /** @type {Record<string, any>} */
  typed = {}
  /** Usual values of all mailboxes.
   * @type {Record<string, any>} */
  usual = {}
  /** @type {any} */
  preset = null
  /** @type {{ok: boolean, steps: TestStep[]}|null} */
  result = null
  /** @type {Problem|null} */
  wrong = null
  /** @type {any} */
  timer
  /** @type {import('./signature_part.js').SignaturePart|null} */
  signature = null
  /** @type {Acts} */
  acts = {
    add: () => this.show('new'), edit: (button) => this.show(button.dataset.id ?? ''), cancel: () => this.show(''),
    type: (input) => { this.typed[input.name] = input.value },
    takes: (input) => { this.typed.takes_leads = input.checked },
    takesPrimary: async (input) => { await api.patch(`/api/mailboxes/${input.dataset.id}`, { takes_leads: input.checked }); await this.reload() },
    address: (input) => { this.typed[input.name] = input.value; clearTimeout(this.timer); if (this.shown === 'new') this.timer = setTimeout(() => this.look(input.value.trim()), PATIENCE) },
    test: async () => { this.result = await this.sending(() => api.post('/api/mailboxes/test', { id: this.one?.id, ...this.body() })); this.update() },
    save: () => this.save(), remove: () => this.remove(),
    turn: (button) => turnMailbox(this, this.mailboxes, button),
    give: (button) => this.give(button.dataset.id ?? ''),
  }

  get one() { return this.mailboxes.find(({ id }) => id === this.shown) ?? null }

  async open() {
    this.live(['status'], () => { if (!this.shown) this.reload() })
    this.ends(() => this.signature?.close())
    this.holds(() => Object.keys(this.typed).length > 0)
    await super.open()
  }

  drawn() {
    const place = this.find('#mailbox-signature')
    if (this.signature && this.signature.root !== place) { this.signature.close(); this.signature = null }
    if (place && !this.signature) void this.sign(place)
  }

  /** How its mails end, loaded once a form is open.
   * @param {Element} place */
  async sign(place) {
    const { SignaturePart } = await import('./signature_part.js')
    if (!this.signature && place.isConnected) (this.signature = new SignaturePart(place, this.context, this.one?.id ?? '')).open()
  }

  async fetch() {
    const [{ data }, settings] = await Promise.all([api.get('/api/mailboxes'), api.get('/api/settings')])
    this.mailboxes = data
    this.usual = Object.fromEntries(settings.data.map((/** @type {Setting} */ { key, value }) => [key, value]))
  }

  /** @param {string} id */
  show(id) {
    clearTimeout(this.timer)
    Object.assign(this, { shown: id, typed: {}, preset: null, result: null, wrong: null })
    this.update()
    if (id) this.find('#mailbox-SENDER_EMAIL')?.focus()
  }

  /** What is sent: only what was typed; a password that was not typed again stays. */
  body() {
    const values = Object.fromEntries(Object.entries(this.typed).filter(([name, value]) => name !== 'name' && name !== 'takes_leads' && (value || !SECRETS.includes(name))).map(([name, value]) => [name, String(value).trim() || null]))
    return { values, name: this.typed.name, takes_leads: this.typed.takes_leads }
  }

  /** Fills in the servers for an address that were not typed.
   * @param {string} address */
  async look(address) {
    if (!/^\S+@\S+\.\S+$/.test(address)) return
    try {
      this.preset = await api.post('/api/mailbox/preset', { address })
      Object.assign(this.typed, this.preset.values)
    } catch (problem) { complain(problem) }
    this.update()
  }

  /** Runs a request whose refusal is shown at its fields. Null where it was refused.
   * @param {() => Promise<any>} act */
  async sending(act) {
    try {
      this.wrong = null
      return await act()
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
      this.update()
      focusError(this.root)
      return null
    }
  }

  async save() {
    const { one } = this
    const kept = await this.sending(() => one ? api.patch(`/api/mailboxes/${one.id}`, { ...this.body(), version: one.version }) : api.post('/api/mailboxes', this.body()))
    if (!kept) return
    say(one ? 'Saved. Mails that this changes wait for your approval again.' : 'Added. New leads may get it from now on.')
    this.show('')
    await this.reload()
  }

  async remove() {
    const one = await api.get(`/api/mailboxes/${this.one?.id}`)
    if (one.ties.length) return void await ask(html`<h2>This mailbox is still needed</h2><ul class="dialog-text">${one.ties.map((/** @type {string} */ tie) => html`<li>${tie}</li>`)}</ul><div class="dialog-buttons"><button class="button button-main" value="">Keep it</button></div>`)
    if (!await confirm({ title: `Remove ${one.title}?`, text: 'Its passwords are destroyed here. Mails and answers that you have stay. The account at your provider is not touched.', act: 'Remove', danger: true, stay: 'Keep it' })) return
    await api.delete(`/api/mailboxes/${one.id}`)
    say('Removed.')
    this.show('')
    await this.reload()
  }

  /** Gives leads that had no mail yet to another mailbox.
   * @param {string} id */
  async give(id) {
    const [from, others] = [this.mailboxes.find((one) => one.id === id), this.mailboxes.filter((one) => one.id !== id && one.provider !== 'practice' && one.takes_leads)]
    const { value, form } = await ask(html`<h2>Give its leads to another mailbox?</h2><div class="dialog-text stack-small"><p>${counted(from?.waiting ?? 0, 'mail')} wait in ${from?.title}. Those to leads that had none yet are written anew and wait for your approval again. Conversations that have begun stay.</p>
      <label class="field-label" for="give-to">Give them to</label><select class="input" id="give-to" name="to">${others.map((one) => html`<option value="${one.id}">${one.title}</option>`)}</select></div><div class="dialog-buttons"><button class="button" value="">Cancel</button><button class="button button-main" value="yes">Give them</button></div>`)
    if (value !== 'yes') return
    await api.post(`/api/mailboxes/${id}/hand_over`, { to: form?.get('to') })
    say('They are being written anew. Look them over under Review.')
  }

  template() {
    return this.framed(() => this.shown ? mailboxForm(this) : this.list())
  }

  list() {
    const real = this.mailboxes.filter(({ provider }) => provider !== 'practice')
    return html`<div class="stack"><p class="quiet">Mail leaves from these addresses, and answers to them are read. A lead keeps the mailbox that it was first given.</p>
      ${real.length ? '' : note('note', html`No mailbox is set up yet. In practice mode none is needed. Your first one stands under <a href="/settings/smtp">Sending</a> and <a href="/settings/imap">Receiving</a>; more are added here.`)}
      ${this.mailboxes.map((one) => mailboxRow(one, real.filter((other) => other.id !== one.id && other.takes_leads).length > 0))}
      <div class="row"><button class="button button-main" data-act="add">${icon('plus')}Add a mailbox</button></div></div>`
  }
}
