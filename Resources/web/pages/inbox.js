import { html } from '../html.js'
import { api, loadSession } from '../api.js'
import { View } from '../view.js'
import { inboxTabs } from '../components/inbox_tabs.js'
import { ReplyPanel } from '../components/reply_panel.js'
import { searchBox, typed } from '../components/search_box.js'
import { badge, empty, icon, moreButton } from '../components/states.js'
import { say } from '../components/toasts.js'
import { ago, count, exact, moment } from '../models/format.js'
import { labelOf, REPLY_CLASSES, REPLY_KINDS } from '../models/labels.js'
import { listPath } from '../models/lead_filters.js'
import { PagedList } from '../models/paged_list.js'

/** Answers, by thread. */
export default class Inbox extends View {
  title = 'Inbox'
  place = 'inbox'
  practice = false
  list = this.newList()
  asked = ''
  /** @type {ReplyPanel|null} */
  panel = null
  /** @type {Acts} */
  acts = {
    search: typed((text) => this.context.router.go(listPath(this.context.query, { q: text }, '/inbox'), { replace: true })),
    check: async () => { await api.post('/api/jobs/check_inbox'); say('Looking for answers.') },
    more: async () => { await this.list.need(this.list.length - 1, this.list.length + 60); this.update() },
  }

  get tab() { return /** @type {'open'|'possible'|'done'} */ (['possible', 'done'].find((id) => id === this.context.query.get('state')) ?? 'open') }
  get wanted() { return this.context.query.get('class') ?? '' }
  get openId() { return this.context.params.id ?? '' }
  get question() { return { state: this.tab === 'done' ? 'done' : 'open', match: this.tab === 'possible' ? 'possible' : this.tab === 'open' ? 'certain' : '', class: this.wanted, q: this.context.query.get('q') ?? '' } }
  newList() { return new PagedList((cursor, limit) => api.get('/api/replies', { ...this.question, cursor, limit })) }
  /** The replies of this tab.
   * @returns {Reply[]} */
  get rows() { return this.list.rows.filter(({ match }) => this.tab === 'done' || (match === 'possible') === (this.tab === 'possible')) }

  async open() {
    this.live(['reply', 'message'])
    this.ends(() => this.panel?.close())
    this.keys('Inbox', [
      { key: '/', text: 'Search', run: () => this.find('#inbox-search')?.focus() }, { key: 'j', text: 'Next answer', run: () => this.move(1) }, { key: 'k', text: 'Previous answer', run: () => this.move(-1) },
      { key: 'Escape', text: 'Close the answer', run: () => this.openId && this.go('') },
    ])
    this.asked = JSON.stringify(this.question)
    loadSession().then(({ mode }) => { this.practice = mode === 'practice'; this.update() }, () => {})
    await super.open()
    this.showPanel()
  }

  async arrive() {
    const question = JSON.stringify(this.question)
    if (this.asked !== question) { this.asked = question; await this.reload() } else this.update()
    this.showPanel()
  }

  async fetch() {
    const list = this.newList()
    await list.need(0, 1)
    this.list = list
  }

  /** @param {string} id */
  go(id) { this.context.router.go(listPath(this.context.query, {}, id ? `/inbox/${id}` : '/inbox')) }

  /** @param {number} step */
  move(step) {
    const next = this.rows[this.rows.findIndex(({ id }) => id === this.openId) + step]
    if (next) this.go(next.id)
  }

  showPanel() { this.panel = this.beside(this.panel, '#reply-panel', this.openId, (place) => new ReplyPanel(place, this.context, this.openId, () => this.go(''))) }

  template() {
    const by = this.list.answer?.counts?.by_class ?? {}
    return html`<div class="page-head"><h1>Inbox</h1><button class="button" data-act="check">${icon('again')}Look for answers</button></div>
      ${inboxTabs(this.tab, this.list.answer?.counts ?? null, this.practice)}
      <div class="toolbar pad-top" role="group" aria-label="Class">${searchBox('inbox-search', 'Search answers', this.context.query.get('q') ?? '')}<a class="chip" href="${listPath(this.context.query, { class: '' }, '/inbox')}" ${this.wanted ? '' : html`aria-current="true"`}>All</a>${Object.entries(REPLY_CLASSES).map(([id, label]) => html`<a class="chip" href="${listPath(this.context.query, { class: id }, '/inbox')}" ${this.wanted === id ? html`aria-current="true"` : ''}>${label.text}${by[id] ? ` ${count(by[id])}` : ''}</a>`)}</div>
      <div class="split ${this.openId ? 'split-open split-reply' : ''}"><div>${this.framed(() => this.content())}</div>
      ${this.openId ? html`<aside class="side" id="reply-panel" aria-label="Answer" data-island></aside>` : ''}</div>`
  }

  content() {
    if (!this.rows.length) return this.nothing()
    return html`<ul class="list">${this.rows.map((reply) => html`<li data-key="${reply.id}"><a class="list-row list-top ${reply.id === this.openId ? 'here' : ''}" href="${listPath(this.context.query, {}, `/inbox/${reply.id}`)}">
      <span class="list-main"><span class="row row-between nowrap-row"><b class="cut">${reply.lead_name}</b><time class="quiet small nowrap" title="${ago(reply.received_at)}, ${exact(reply.received_at)}">${moment(reply.received_at)}</time></span>
      <span class="cut">${reply.snippet}</span>${badge(reply.match === 'possible' ? { text: 'Possibly from this lead', tone: 'attention', icon: 'question' } : classOf(reply))}</span></a></li>`)}</ul>
      ${this.list.complete ? '' : moreButton()}`
  }

  nothing() {
    if (this.context.query.get('q')) return empty({ icon: 'search', title: 'No answer has these words', text: 'Whole words of the text, and the beginnings of names, are looked for.', actions: html`<a class="button" href="${listPath(this.context.query, { q: '' }, '/inbox')}">Clear the search</a>` })
    if (this.wanted) return empty({ icon: 'inbox', title: 'No answer of this kind', text: 'Other kinds may have some.', actions: html`<a class="button" href="${listPath(this.context.query, { class: '' }, '/inbox')}">Show all kinds</a>` })
    if (this.tab === 'possible') return empty({ icon: 'question', title: 'Nothing unclear', text: 'Mail that may be an answer, but does not say to what, is shown here. You decide; until then that lead gets no further mail.', actions: html`<a class="button" href="/inbox">To answer</a>` })
    if (this.tab === 'done') return empty({ icon: 'check', title: 'Nothing is done yet', text: 'Answers that you marked as done are kept here, and mail that needs none: what came back, automatic answers, opt-outs.', actions: html`<a class="button" href="/inbox">To answer</a>` })
    return empty({ icon: 'inbox', title: 'No answer waits for you', text: this.practice ? 'In practice mode nobody gets your mails but you. Open the practice mailbox to answer as the recipient and see what happens.' : 'Your mailbox is read every few minutes. Answers to your mails appear here, nothing else is kept.', actions: this.practice ? html`<a class="button button-main" href="/inbox/practice">Open the practice mailbox</a>` : html`<button class="button" data-act="check">Look for answers now</button>` })
  }
}

/** The label of a reply: its class, or what kind of mail it is.
 * @param {Reply} reply */
export function classOf(reply) { return reply.class ? labelOf(REPLY_CLASSES, reply.class) : labelOf(REPLY_KINDS, reply.kind) }
