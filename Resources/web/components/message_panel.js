// One mail of ours: what it says, why it waits, what happened, what can be done.
import { api, html, View } from '../view.js'
import { fileActs, named } from './attachments.js'
import { confirm, ask } from './dialog.js'
import { field, valuesOf } from './field.js'
import { lintList, mailEditor, mailView, mailWays } from './mail_view.js'
import { actsOf, attemptsPart, unsurePart, wasDraft, whyPart } from './message_parts.js'
import { badge, closeButton, icon } from './states.js'
import { facts, timeline } from './timeline.js'
import { sendTest } from './test_mail.js'
import { done, say } from './toasts.js'
import { labelOf, MESSAGE_STATES } from '../models/labels.js'
import { exact, moment } from '../models/format.js'

export class MessagePanel extends View {
  /** @type {MessageDetail|null} */
  detail = null
  shown = 'text'
  /** @type {string|null} */
  raw = null
  editing = false
  /** @type {MailFile[]} */
  files = []
  /** @type {Problem|null} */
  wrong = null
  /** @type {Acts} */
  acts = {
    ...fileActs(() => this.files, (files) => { this.files = files; this.update() }),
    close: () => this.shut(),
    show: (button) => this.show(button.dataset.way ?? 'text'),
    edit: () => { this.editing = true; this.files = this.message.attachments ?? []; this.update(); this.find('#mail-body')?.focus() },
    cancelEdit: () => { this.editing = false; this.wrong = null; this.update() },
    saveMail: (form) => this.save(valuesOf(form)),
    approve: () => this.turn('approve', 'Approved.', { hash: this.message.hash }, 'unapprove'),
    unapprove: () => this.turn('unapprove', 'Approval taken back. It is not sent.'),
    cancel: () => this.cancel(),
    retry: () => this.status === 'failed' ? this.reload() : this.turn('retry', 'It is tried again.'),
    send: () => this.sendNow(),
    reschedule: () => this.reschedule(),
    test: () => sendTest({ message_id: this.id }),
    resolve: (button) => this.resolve(button.dataset.outcome ?? ''),
  }

  /** @param {Element} root @param {Context} context @param {string} id @param {() => void} shut */
  constructor(root, context, id, shut) {
    super(root, context)
    this.id = id
    this.shut = shut
  }

  /** @returns {Message} */
  get message() { return /** @type {MessageDetail} */ (this.detail).message }

  async open() {
    this.live(['message'], (news) => { if (!this.editing && (!news.id || news.id === this.id)) this.reload() })
    await super.open()
    this.find('h2')?.focus()
  }

  async fetch() { this.detail = await api.get(`/api/messages/${this.id}`) }

  /** @param {string} way */
  async show(way) {
    if (way === 'raw') this.raw = await api.get(`/api/messages/${this.id}/raw`)
    this.shown = way
    this.update()
  }

  /** @param {string} act @param {string} words @param {any} [body] @param {string} [back] the act that undoes it */
  async turn(act, words, body = {}, back = '') {
    await api.post(`/api/messages/${this.id}/${act}`, body)
    if (back) done(words, async () => { await api.post(`/api/messages/${this.id}/${back}`); await this.reload() })
    else say(words)
    await this.reload()
  }

  async cancel() {
    const question = { title: 'Cancel this mail?', text: html`The mail to <b>${this.message.lead_name}</b> is not sent. It can’t be brought back, but a new one can be written.`, act: 'Cancel the mail', stay: 'Keep it', danger: true }
    if (await confirm(question)) await this.turn('cancel', 'Cancelled. It is not sent.')
  }

  async sendNow() {
    const { mode } = this.message
    const text = mode === 'practice' ? 'It goes to the practice mailbox. Nothing leaves this computer.' : mode === 'draft' ? 'It is put into the Drafts folder of your mailbox. You send it from there.' : html`It leaves this computer and goes to <b>${this.message.to}</b>. A sent mail can’t be called back.`
    if (await confirm({ title: 'Send this 1 mail now?', text, act: 'Send it', stay: 'Not now' })) await this.turn('send', 'It goes out now.')
  }

  async reschedule() {
    const start = new Date(Date.now() + 3_600_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    const { value, form } = await ask(html`<h2>Send it later</h2>${field({ name: 'at', label: 'Not before', type: 'datetime-local', value: start, required: true, help: 'Your time. It still waits for the hours and limits that you set.' })}
      <div class="dialog-buttons"><button class="button" value="" formnovalidate>Cancel</button><button class="button button-main" value="yes">Set the time</button></div>`)
    const at = Date.parse(String(form?.get('at') ?? ''))
    if (value && at) await this.turn('reschedule', `It goes out ${moment(at)} or later.`, { not_before: at })
  }

  /** @param {string} outcome */
  async resolve(outcome) {
    const sent = outcome === 'sent'
    const filed = wasDraft(this.detail?.attempts ?? [])
    const text = sent ? 'It counts as sent and is never sent again.' : filed ? 'It is cancelled.' : 'It goes back into the queue and is sent again at its time. If it did arrive the first time, the recipient gets it twice.'
    if (await confirm({ title: sent ? 'It was sent?' : 'It was not sent?', text, act: sent ? 'Yes, it was sent' : filed ? 'No, I deleted it' : 'No, send it again', stay: 'Not sure yet' })) await this.turn('resolve', sent ? 'Marked as sent.' : filed ? 'Cancelled.' : 'Back in the queue.', { outcome })
  }

  /** @param {Record<string, any>} values */
  async save({ subject, text }) {
    try {
      await api.patch(`/api/messages/${this.id}`, { version: this.message.version, subject: subject ?? '', text: text ?? '', attachments: named(this.files) })
      this.editing = false
      this.wrong = null
      say('Saved. It needs your approval again.')
    } catch (/** @type {any} */ problem) {
      if (problem.status !== 409 && problem.status !== 422) throw problem
      this.wrong = problem
      return this.update()
    }
    await this.reload()
  }

  template() {
    return this.framed(() => this.content(/** @type {MessageDetail} */ (this.detail)))
  }

  /** @param {MessageDetail} detail */
  content({ message, text, html: body, lint, events, attempts }) {
    return html`<div class="side-head"><div class="side-title"><h2 tabindex="-1">${message.lead_name}</h2>${closeButton()}</div>
      <div class="row">${badge(labelOf(MESSAGE_STATES, message.state))}<span class="quiet">${message.mode === 'practice' ? 'Practice' : ''}</span></div>${actsOf(message)}</div>
      ${unsurePart(message, attempts)}${whyPart(message)}
      <div class="side-part">${this.editing ? mailEditor({ subject: message.subject, text }, this.wrong, this.files) : html`${mailWays(this.shown, { html: Boolean(body), raw: true })}
        ${mailView({ from: message.from, to: message.to, subject: message.subject, text, htmlPath: body ? `/api/messages/${message.id}/html?v=${message.version}` : null, shown: this.shown, raw: this.raw, key: message.id, files: message.attachments })}<div class="row"><button class="button button-small" data-act="test">${icon('mail')}Send me this</button><a class="button button-small" href="/api/messages/${message.id}/raw?download=true" download>${icon('download')}Download (.eml)</a></div>`}</div>
      ${message.state === 'composed' ? html`<section class="side-part"><h3>Before it goes</h3>${lintList(lint)}</section>` : ''}
      <section class="side-part"><h3>About</h3>${facts([['Lead', html`<a href="/leads/${message.lead_id}">${message.lead_name}</a>`], ['Campaign', message.campaign_id ? html`<a href="/campaigns/${message.campaign_id}">${message.campaign_name}</a>` : ''],
        ['Written', exact(message.composed_at)], ['Approved', exact(message.approved_at)], ['Not before', message.not_before ? exact(message.not_before) : ''], ['Sent', exact(message.sent_at)]])}</section>
      <section class="side-part"><h3>What happened</h3>${timeline(events)}</section>${attemptsPart(attempts)}`
  }
}
