import { api, html, View } from '../view.js'
import { inboxTabs } from '../components/inbox_tabs.js'
import { mailView, mailWays } from '../components/mail_view.js'
import { badge, closeButton, empty, failed, icon, moreButton, note } from '../components/states.js'
import { field, valuesOf } from '../components/field.js'
import { say } from '../components/toasts.js'
import { exact, moment } from '../models/format.js'

/** Ways to answer as the recipient. */
const KINDS = [
  { value: 'reply', label: 'Answer with the text below' }, { value: 'out_of_office', label: 'Out of office' },
  { value: 'unsubscribe', label: 'Ask to be left alone' }, { value: 'bounce', label: 'Let the mail come back' },
]

/** The mailbox of everyone you wrote to in practice mode. */
export default class Practice extends View {
  title = 'Practice mailbox'
  place = 'inbox'
  /** @type {PracticeMail[]} */
  mails = []
  /** @type {string|null} */
  cursor = null
  /** @type {PracticeMail|null} */
  mail = null
  /** @type {any} */
  missing = null
  shown = 'text'
  kind = 'reply'
  /** @type {Acts} */
  acts = {
    show: (button) => { this.shown = button.dataset.way ?? 'text'; this.update() },
    kind: (select) => { this.kind = select.value; this.update() },
    close: () => this.context.router.go('/inbox/practice'),
    more: async () => { const answer = await api.get('/api/practice', { cursor: this.cursor }); this.mails = [...this.mails, ...answer.data]; this.cursor = answer.next_cursor; this.update() },
    answer: (form) => this.answer(form),
  }

  get openId() { return this.context.params.id ?? '' }

  async open() {
    this.live(['message', 'reply'])
    this.keys('Practice mailbox', [{ key: 'Escape', text: 'Close the mail', run: () => this.openId && this.acts.close() }])
    await super.open()
  }

  async arrive() {
    ;[this.shown, this.kind] = ['text', 'reply']
    await this.reload()
    this.find('#practice-mail h2')?.focus()
  }

  async fetch() {
    const { data, next_cursor: next } = await api.get('/api/practice')
    this.mails = data
    this.cursor = next
    this.missing = this.mail = null
    if (this.openId) this.mail = await api.get(`/api/practice/${this.openId}`).catch((problem) => { this.missing = problem; return null })
  }

  /** @param {HTMLFormElement} form */
  async answer(form) {
    const { text } = valuesOf(form)
    await api.post(`/api/practice/${this.openId}/reply`, { kind: this.kind, text: text ?? '' })
    form.reset()
    say(`Answered. It appears under “${this.kind === 'reply' ? 'To answer' : 'Done'}” in a moment.`)
    await this.reload()
  }

  template() {
    return html`<div class="page-head"><h1>Inbox</h1></div>${inboxTabs('practice', null, true)}
      <p class="page-lead pad-top">Here you are the recipient. Read the mail as they would, and answer to see what the program does.</p>
      <div class="split pad-top ${this.openId ? 'split-open split-reply' : ''}"><div>${this.framed(() => this.list())}</div>
      ${this.openId ? html`<aside class="side" id="practice-mail" aria-label="Mail">${this.mail ? this.content(this.mail) : this.missing ? failed(this.missing) : ''}</aside>` : ''}</div>`
  }

  list() {
    if (!this.mails.length) return empty({ icon: 'practice', title: 'Nothing has arrived', text: 'Approve a mail in practice mode. A moment later it arrives here instead of leaving this computer.', actions: html`<a class="button button-main" href="/review?kind=mails">Review mails</a>` })
    return html`<ul class="list">${this.mails.map((mail) => html`<li data-key="${mail.id}"><a class="list-row ${mail.id === this.openId ? 'here' : ''}" href="/inbox/practice/${mail.id}"><span class="list-main"><span class="cut"><b>${mail.to}</b></span><span class="cut quiet">${mail.subject}</span></span>
      ${mail.answered ? badge({ text: 'Answered', tone: 'good', icon: 'reply' }) : ''}<time class="quiet small when" title="${exact(mail.at)}">${moment(mail.at)}</time></a></li>`)}</ul>
      ${this.cursor ? moreButton() : ''}`
  }

  /** @param {PracticeMail} mail */
  content(mail) {
    return html`<div class="side-head"><div class="side-title"><h2 tabindex="-1">As ${mail.to}</h2>${closeButton()}</div></div>
      <div class="side-part">${mailWays(this.shown, { html: Boolean(mail.has_html), raw: true })}${mailView({ from: mail.from, to: mail.to, subject: mail.subject, text: mail.text ?? '', htmlPath: mail.has_html ? `/api/practice/${mail.id}/html` : null, shown: this.shown, raw: mail.raw ?? '', key: mail.id })}</div>
      <form class="side-part" data-submit="answer"><h3>Answer as ${mail.to}</h3>${mail.answered ? note('good', 'You have answered this mail. You can answer again.') : ''}
      ${field({ name: 'kind', label: 'How', choices: KINDS, value: this.kind, change: 'kind' })}
      ${['reply', 'out_of_office'].includes(this.kind) ? field({ name: 'text', label: 'Text', rows: 4, placeholder: this.kind === 'reply' ? 'Yes, please come by on Thursday.' : 'I am away until Monday.' }) : ''}
      <div class="row row-end"><button class="button button-main">${icon('reply')}Answer as the recipient</button></div></form>`
  }
}
