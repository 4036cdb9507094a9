// One thread: the mails to and fro, what kind of answer it is, and the answer to it.
import { api, html, View } from '../view.js'
import { fileActs, filesEditor, filesView, named } from './attachments.js'
import { badge, closeButton, icon, note } from './states.js'
import { complain, done, say } from './toasts.js'
import { exact, moment } from '../models/format.js'
import { labelOf, MESSAGE_STATES, REPLY_CLASSES } from '../models/labels.js'
import { draft, keepDraft } from '../models/drafts.js'

/** What needs no answer, and why.
 * @type {Record<string, any>} */
const SILENT = {
  bounce: 'This mail came back, so nobody would read an answer. Nothing more goes to this address.',
  unsubscribe: html`They asked to be left alone and stand under <a href="/settings/suppressions">Never write to</a>. There is nothing to answer.`,
}
/** The class of a reply, or what its kind says of that.
 * @param {Reply} reply */
const classId = (reply) => reply.class ?? reply.kind

export class ReplyPanel extends View {
  /** @type {ReplyDetail|null} */
  detail = null
  asHtml = false
  typed = ''
  /** @type {MailFile[]} */
  files = []
  /** An answer on its way that can still be held back.
   * @type {Message|null} */
  leaving = null
  /** @type {Acts} */
  acts = {
    ...fileActs(() => this.files, (files) => { this.files = files; this.update() }),
    close: () => this.shut(),
    class: (button) => this.setClass(button.dataset.class ?? ''),
    done: () => this.finish(),
    reopen: () => this.turn('reopen', 'Open again.'),
    confirm: () => this.turn('confirm', 'Taken as an answer of this lead.'),
    dismiss: () => this.turn('dismiss', 'Set aside. It is not from this lead.'),
    html: () => { this.asHtml = !this.asHtml; this.update() },
    type: (area) => { this.typed = area.value; keepDraft(this.id, area.value) },
    suggest: () => this.suggest(),
    answer: () => this.answer(),
    hold: () => this.hold(),
  }

  /** @param {Element} root @param {Context} context @param {string} id @param {() => void} shut */
  constructor(root, context, id, shut) {
    super(root, context)
    this.id = id
    this.shut = shut
    this.typed = draft(id)
  }

  /** @returns {Reply} */
  get reply() { return /** @type {ReplyDetail} */ (this.detail).reply }

  async open() {
    this.live(['reply', 'message'])
    const tick = setInterval(() => { if (this.leaving) this.count() }, 1_000)
    this.ends(() => clearInterval(tick))
    await super.open()
    this.find('h2')?.focus()
  }

  async fetch() { this.detail = await api.get(`/api/replies/${this.id}`) }

  /** @param {string} act @param {string} words */
  async turn(act, words) {
    await api.post(`/api/replies/${this.id}/${act}`)
    say(words)
    await this.reload()
  }

  async finish() {
    await api.post(`/api/replies/${this.id}/done`)
    done('Marked as done.', async () => { await api.post(`/api/replies/${this.id}/reopen`); await this.reload() })
    this.shut()
  }

  /** @param {string} kind */
  async setClass(kind) {
    const before = this.reply.class
    if (kind === before) return
    await api.patch(`/api/replies/${this.id}`, { class: kind })
    done(`${labelOf(REPLY_CLASSES, kind).text}. Later answers like it are sorted so, too.`, async () => { await api.patch(`/api/replies/${this.id}`, { class: before }); await this.reload() })
    await this.reload()
  }

  /** @param {string} text */
  write(text) {
    this.typed = text
    keepDraft(this.id, text)
    const area = this.find('#answer')
    if (area) area.value = text
    area?.focus()
  }

  suggest() {
    const text = this.detail?.suggestion?.text ?? ''
    this.write(this.typed.trim() ? `${this.typed.trimEnd()}\n\n${text}` : text)
  }

  async answer() {
    if (!this.typed.trim()) return this.find('#answer')?.focus()
    const { state } = this.reply
    const { message } = await api.post(`/api/replies/${this.id}/answer`, { text: this.typed, attachments: named(this.files) })
    this.leaving = { ...message, text: this.typed, before: state }
    this.files = []
    this.write('')
    await this.reload()
  }

  /** Takes the answer back while it can be, and puts its text into the box again. */
  async hold() {
    const letter = /** @type {any} */ (this.leaving)
    if (!letter) return
    await api.post(`/api/messages/${letter.id}/cancel`)
    this.leaving = null
    this.files = letter.attachments ?? []
    this.typed = letter.text
    // Answering marked it as done; it is to be answered again.
    if (letter.before === 'open') await api.post(`/api/replies/${this.id}/reopen`)
    await this.reload()
    this.write(letter.text)
    say('Held back. Your text is in the box again.')
  }

  /** The seconds until the answer leaves. */
  count() {
    if ((this.leaving?.undo_until ?? 0) <= Date.now()) { this.leaving = null; this.reload().catch(complain) } else this.update()
  }

  template() { return this.framed(() => this.content(/** @type {ReplyDetail} */ (this.detail))) }

  /** @param {ReplyDetail} detail */
  content({ reply, thread, has_html: hasHtml, suggestion }) {
    return html`<div class="side-head"><div class="side-title"><h2 tabindex="-1"><a href="/leads/${reply.lead_id}">${reply.lead_name}</a></h2><span class="row"><button class="button button-small" data-act="${reply.state === 'done' ? 'reopen' : 'done'}">${icon(reply.state === 'done' ? 'back' : 'check')}${reply.state === 'done' ? 'Open again' : 'Done'}</button>${closeButton()}</span></div>
      <p class="quiet">${reply.from}</p></div>
      ${reply.match === 'possible' ? html`<div class="side-part">${note('attention', html`<b>Is this an answer from ${reply.lead_name}?</b> It comes from their company or carries your subject, but does not say which mail it answers. Until you decide, they get no further mail.`)}
        <div class="row"><button class="button button-main" data-act="confirm">${icon('check')}Yes, it is theirs</button><button class="button" data-act="dismiss">${icon('cross')}No</button></div></div>` : ''}
      <section class="side-part"><h3>What kind of answer?</h3><div class="row" role="group" aria-label="Class">${Object.entries(REPLY_CLASSES).map(([id, label]) => html`<button class="chip" data-act="class" data-class="${id}" aria-pressed="${String(classId(reply) === id)}">${icon(label.icon)}${label.text}</button>`)}</div>
        ${reply.reasons.length ? html`<p class="quiet small">${reply.reasons.join(' · ')}</p>` : ''}</section>
      <div class="side-part"><div class="thread">${thread.map((letter) => this.letter(letter, hasHtml && letter === thread.filter(({ direction }) => direction === 'in').at(-1)))}</div></div>
      ${this.leaving ? this.leave(this.leaving) : SILENT[classId(reply)] && reply.match === 'certain' ? html`<div class="side-part">${note('note', SILENT[classId(reply)])}</div>` : this.box(reply, suggestion)}`
  }

  /** @param {Letter} letter @param {boolean} hasHtml */
  letter(letter, hasHtml) {
    return html`<article class="letter letter-${letter.direction}" data-key="${letter.id}"><header class="letter-head"><b>${letter.direction === 'out' ? 'You' : this.reply.from.replace(/<.*>/, '').trim()}</b><span class="row quiet small">${letter.state && letter.direction === 'out' ? badge(labelOf(MESSAGE_STATES, letter.state)) : ''}<time title="${exact(letter.at)}">${moment(letter.at)}</time></span></header>
      ${hasHtml && this.asHtml ? html`<iframe class="mail-frame" sandbox src="/api/replies/${this.id}/html" title="The answer as HTML" referrerpolicy="no-referrer"></iframe>` : html`<div class="letter-text">${letter.text}</div>`}${filesView(letter.attachments)}
      ${hasHtml ? html`<div><button class="link small" data-act="html">${this.asHtml ? 'Show as text' : 'Show as it was formatted'}</button></div>` : ''}</article>`
  }

  /** @param {Message} message */
  leave(message) {
    const seconds = Math.max(0, Math.ceil(((message.undo_until ?? 0) - Date.now()) / 1000))
    return html`<div class="side-part">${note('waiting', html`Your answer leaves in <b>${seconds}</b> seconds.`, html`<button class="button button-small" data-act="hold">Hold it back</button>`)}</div>`
  }

  /** @param {Reply} reply @param {{text: string}|null} suggestion */
  box(reply, suggestion) {
    return html`<form class="side-part" data-submit="answer"><label class="field-label" for="answer">Your answer</label>
      <textarea class="input" id="answer" rows="7" data-input="type" placeholder="Write as you would write any mail. Your name and company are added below.">${this.typed}</textarea>
      ${filesEditor(this.files)}
      <div class="row row-between">${suggestion ? html`<button class="button button-small" type="button" data-act="suggest">${icon('calendar')}Insert the suggestion</button>` : html`<span></span>`}
      <button class="button button-main">${icon('sent')}Send</button></div>
      <p class="quiet small">${reply.mode === 'practice' ? 'Practice: it goes to the practice mailbox, nothing leaves this computer.' : 'It goes out in the same thread. You have 30 seconds to hold it back.'}</p></form>`
  }
}
