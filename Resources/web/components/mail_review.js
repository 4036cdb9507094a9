// Mails, one at a time, as the recipient will see them. Approving sends the fingerprint of what was shown.
import { api, html, View } from '../view.js'
import { fileActs, named } from './attachments.js'
import { valuesOf } from './field.js'
import { factPart, scorePart } from './lead_parts.js'
import { again, followUps, mustChange } from './mail_review_parts.js'
import { lintList, mailEditor, mailView, mailWays } from './mail_view.js'
import { empty, icon } from './states.js'
import { complain, done, say } from './toasts.js'
import { loadSession } from '../api.js'
import { Desk } from '../models/desk.js'
import { counted } from '../models/format.js'

/** Mails asked for at a time. */
const PILE = 50

export class MailReview extends View {
  /** @type {Desk<Message>} */
  desk = new Desk()
  /** @type {MessageDetail|null} */
  detail = null
  total = 0
  practice = false
  shown = 'text'
  editing = false
  /** @type {Problem|null} */
  wrong = null
  /** What was typed when saving was refused.
   * @type {{subject: string, text: string}|null} */
  typed = null
  /** Files of the mail that is edited.
   * @type {MailFile[]} */
  files = []
  /** @type {Acts} */
  acts = {
    ...fileActs(() => this.files, (files) => { this.files = files; this.update() }),
    approve: () => this.approve(), reject: () => this.reject(), skip: () => this.skip(), edit: () => this.edit(),
    cancelEdit: () => { this.editing = false; this.wrong = this.typed = null; this.update(); this.find('[data-act=edit]')?.focus() },
    saveMail: (form) => this.save(valuesOf(form)),
    show: (button) => { this.shown = button.dataset.way ?? 'text'; this.update() },
    compose: async () => { await api.post('/api/jobs/compose'); say('Mails are being written for approved leads. They appear here.') },
  }

  /** @type {View|null} */
  card = null

  async open() {
    this.ends(() => this.card?.close())
    this.keys('Review of mails', [
      { key: 'a', text: 'Approve', run: () => this.attempt(() => this.approve()) }, { key: 'r', text: 'Reject: this mail is not sent', run: () => this.attempt(() => this.reject()) },
      { key: 'e', text: 'Edit', run: () => this.edit() }, { key: 's', text: 'Skip: read it later', run: () => this.attempt(() => this.skip()) },
      { key: 'Escape', text: 'Leave the editor', run: () => { if (this.editing) this.acts.cancelEdit() }, always: true },
    ])
    this.live(['message'], (news) => { if (!this.editing && (!news.id || !this.desk.current)) this.reload() })
    await super.open()
  }

  async fetch() {
    const { data, counts } = await api.get('/api/messages', { state: 'composed', limit: PILE })
    const id = this.context.query.get('id')
    const first = id && (await api.get(`/api/messages/${id}`)).message
    this.desk.fill([...first?.state === 'composed' ? [first] : [], ...heads(data).filter((one) => one.id !== id)])
    this.total = counts?.by_state?.composed ?? data.length
    this.practice = (await loadSession()).mode === 'practice'
    await this.look()
  }

  /** The mails of the shown one's sequence that wait for approval with it. */
  get waiting() { return (this.detail?.sequence ?? []).filter(({ state }) => state === 'composed') }

  async look() {
    const message = this.desk.current
    this.detail = message ? await api.get(`/api/messages/${message.id}`) : null
  }

  /** What a service drafted for the shown mail, loaded once there is a mail. */
  drawn() {
    const place = this.find('#drafting')
    const message = this.detail?.message
    if (!place || !message || (this.cardOf === message.id && place.hasChildNodes())) return
    this.card?.close()
    this.cardOf = message.id
    import('./proposal_card.js').then(({ ProposalCard }) => {
      if (this.cardOf !== message.id || this.signal.aborted || place.hasChildNodes()) return
      const root = document.createElement('div')
      place.replaceChildren(root)
      this.card = new ProposalCard(root, this.context, message, async () => { await this.look(); this.update() })
      this.card.open()
    })
  }
  cardOf = ''

  async approve() {
    if (!this.detail || this.editing) return
    const { message } = this.detail
    if (blocked(this.detail)) return complain({ status: 0, message: 'Put right first what stands in red under “Before it goes”.' })
    const all = this.waiting
    try {
      if (all.length > 1) await api.post(`/api/enrollments/${message.enrollment_id}/approve`, { items: all.map(({ id, hash }) => ({ id, hash })) })
      else await api.post(`/api/messages/${message.id}/approve`, { hash: message.hash })
    } catch (/** @type {any} */ problem) {
      // It changed after it was shown: show what it says now, and approve nothing.
      if (problem.status === 409) { await this.look(); this.update() }
      throw problem
    }
    this.total -= Math.max(0, all.length - 1)
    await this.settled(all.length > 1 ? `approved, with ${counted(all.length - 1, 'follow-up')}` : 'approved', async () => { for (const one of all.length ? all : [message]) await api.post(`/api/messages/${one.id}/unapprove`) })
  }

  async reject() {
    if (!this.detail || this.editing) return
    const { message, lead } = this.detail
    await api.post(`/api/messages/${message.id}/cancel`)
    await this.settled('set aside; it is not sent', async () => { await api.post(`/api/leads/${lead.id}/compose`, message.campaign_id ? { campaign_id: message.campaign_id } : {}) })
  }

  /** @param {string} words @param {() => Promise<void>} undo */
  async settled(words, undo) {
    const message = this.desk.settle()
    this.total = Math.max(0, this.total - 1)
    done(`Mail to ${message?.lead_name} ${words}.`, async () => {
      await undo()
      if (message) this.desk.back(message)
      await this.reload()
    })
    await this.next()
  }

  async skip() {
    if (this.editing) return
    this.desk.skip()
    await this.next()
  }

  async next() {
    this.shown = 'text'
    if (!this.desk.left && this.total) return this.reload()
    await this.look()
    this.update()
    scrollTo(0, 0)
  }

  edit() {
    if (!this.detail) return
    this.editing = true
    this.files = this.detail.message.attachments ?? []
    this.update()
    this.find('#mail-body')?.focus()
  }

  /** @param {Record<string, any>} values */
  async save({ subject, text }) {
    const { message } = /** @type {MessageDetail} */ (this.detail)
    try {
      await api.patch(`/api/messages/${message.id}`, { version: message.version, subject: subject ?? '', text: text ?? '', attachments: named(this.files) })
      this.editing = false
      this.wrong = this.typed = null
    } catch (/** @type {any} */ problem) {
      this.wrong = problem
      this.typed = { subject: subject ?? '', text: text ?? '' }
      if (problem.status !== 409 && problem.status !== 422) complain(problem)
    }
    await this.look()
    this.update()
  }

  template() { return this.framed(() => this.detail ? this.content(this.detail) : nothing(this.desk.done, this.practice)) }

  /** @param {MessageDetail} detail */
  content(detail) {
    const { message, text, html: body, lint, lead } = detail
    const bad = blocked(detail)
    return html`<div class="review-bar"><p class="quiet" aria-live="polite">${counted(this.total, 'mail')} to approve${this.desk.done ? ` · ${counted(this.desk.done, 'lead')} done` : ''}</p>
      <div class="row"><button class="button" data-act="skip">Skip <kbd>S</kbd></button><button class="button" data-act="edit">${icon('edit')}Edit <kbd>E</kbd></button><button class="button" data-act="reject">${icon('cross')}Reject <kbd>R</kbd></button><button class="button button-main" data-act="approve" ${bad ? html`aria-disabled="true" title="Put the errors right first"` : ''}>${icon('check')}${this.waiting.length > 1 ? `Approve all ${this.waiting.length}` : 'Approve'} <kbd>A</kbd></button></div></div>
      <div class="review review-mail" data-key="review-${message.id}"><div class="stack">
        ${this.editing ? mailEditor(this.typed ?? { subject: message.subject, text }, this.wrong, this.files) : html`<div class="row row-between"><h2 class="review-name"><a href="/leads/${lead.id}">${lead.business_name}</a></h2>${mailWays(this.shown, { html: Boolean(body) })}</div>
        ${mustChange(detail, bad)}${mailView({ from: message.from, to: message.to, subject: message.subject, text, htmlPath: body ? `/api/messages/${message.id}/html?v=${message.version}` : null, shown: this.shown, key: message.id, files: message.attachments })}`}
        <div id="drafting" data-island data-key="drafting-${message.id}"></div>${again(message)}${followUps(this.waiting.filter(({ id }) => id !== message.id))}
        <section class="card"><h2>Before it goes</h2>${lintList(lint)}</section></div>
      <aside class="card card-flush" aria-label="The lead">${factPart({ lead, facts: [], others: [] })}${scorePart(lead)}</aside></div>`
  }
}

/** What must be put right before a real mail goes. Practice may try everything.
 * @param {MessageDetail} detail */
function blocked({ message, lint }) { return message.mode !== 'practice' && lint.some(({ level }) => level === 'error') }

/** @param {number} done @param {boolean} practice */
function nothing(done, practice) {
  return done ? empty({ icon: 'check', title: 'All mails are read', text: `You decided on ${counted(done, 'lead')} just now. ${practice ? 'Read the approved mails as the recipient would.' : 'Approved mails go out at their time.'}`, actions: html`${practice ? html`<a class="button button-main" href="/inbox/practice">Open the practice mailbox</a>` : ''}<a class="button ${practice ? '' : 'button-main'}" href="/outbox">Go to the Outbox</a>` })
    : empty({ icon: 'mail', title: 'No mail waits for you', text: 'When a campaign has written a mail, you read it here first. Nothing is sent without your approval.', actions: html`<a class="button button-main" href="/campaigns">Go to Campaigns</a><button class="button" data-act="compose">Write mails for approved leads</button>` })
}

/** Of each sequence the mail that comes first; those after it are shown with it.
 * @param {Message[]} mails */
function heads(mails) {
  return mails.filter((mail) => !mail.enrollment_id || !mails.some((one) => one.enrollment_id === mail.enrollment_id && Number(one.step) < Number(mail.step)))
}
