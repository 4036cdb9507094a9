import { api, html, View } from '../view.js'
import { searchBox, typed } from '../components/search_box.js'
import { badge, empty, moreButton } from '../components/states.js'
import { MessagePanel } from '../components/message_panel.js'
import { say } from '../components/toasts.js'
import { count, exact, moment } from '../models/format.js'
import { labelOf, MESSAGE_STATES } from '../models/labels.js'
import { listPath } from '../models/lead_filters.js'
import { PagedList } from '../models/paged_list.js'

/** The tabs, each with the states it holds.
 * @type {{id: string, title: string, states: string[], none: string}[]} */
export const TABS = [
  { id: '', title: 'All', states: [], none: 'Mails that a campaign writes, or that you write to a lead, are listed here with everything that happened to them.' },
  { id: 'composed', title: 'To approve', states: ['composed'], none: 'No mail waits for your approval.' },
  { id: 'approved', title: 'Approved', states: ['approved'], none: 'No approved mail waits to be put into the queue.' },
  { id: 'queued', title: 'Waiting', states: ['queued', 'sending'], none: 'No mail is on its way out.' },
  { id: 'sent', title: 'Sent', states: ['sent', 'saved_as_draft', 'delivered', 'opened', 'replied', 'categorized', 'bounced'], none: 'Nothing has been sent yet.' },
  { id: 'failed', title: 'Failed', states: ['failed'], none: 'No mail has failed. Good.' },
  { id: 'unsure', title: 'Unsure', states: ['unsure'], none: 'For every mail it is known whether it was sent. Good.' },
  { id: 'cancelled', title: 'Cancelled', states: ['cancelled'], none: 'You have cancelled nothing.' },
]

/** Every mail of ours, by state. */
export default class Outbox extends View {
  title = 'Outbox'
  place = 'outbox'
  list = this.newList()
  asked = ''
  /** @type {MessagePanel|null} */
  panel = null
  /** @type {Acts} */
  acts = {
    search: typed((text) => this.context.router.go(listPath(this.context.query, { q: text }, '/outbox'), { replace: true })),
    more: async () => { await this.list.need(this.list.length - 1, this.list.length + 60); this.update() },
    sendNow: async () => { await api.post('/api/jobs/send'); say('Looking for approved mails that are due. Each goes at its own time.') },
  }

  get tab() { return TABS.find(({ id }) => id === (this.context.query.get('state') ?? '')) ?? TABS[0] }
  get openId() { return this.context.params.id ?? '' }
  get question() { return `${this.tab.id} ${this.words}` }
  get words() { return this.context.query.get('q') ?? '' }
  newList() { return new PagedList((cursor, limit) => api.get('/api/messages', { state: this.tab.states.join(','), lead_id: this.context.query.get('lead_id'), q: this.words, cursor, limit })) }

  async open() {
    this.live(['message', 'status'])
    this.ends(() => this.panel?.close())
    this.keys('Outbox', [
      { key: 'j', text: 'Next mail', run: () => this.move(1) }, { key: 'k', text: 'Previous mail', run: () => this.move(-1) },
      { key: 'Escape', text: 'Close the mail', run: () => this.openId && this.go('') },
    ])
    this.asked = this.question
    await super.open()
    this.showPanel()
  }

  async arrive() {
    if (this.asked !== this.question) { this.asked = this.question; await this.reload() } else this.update()
    this.showPanel()
  }

  async fetch() {
    const list = this.newList()
    await list.need(0, 1)
    for (let from = list.length; from < this.list.length && !list.complete; from = list.length) await list.need(from - 1, from + 60)
    this.list = list
  }

  /** @param {string} id */
  go(id) { this.context.router.go(listPath(this.context.query, {}, id ? `/outbox/${id}` : '/outbox')) }

  /** @param {number} step */
  move(step) {
    const rows = this.list.rows
    const next = rows[rows.findIndex(({ id }) => id === this.openId) + step]
    if (next) this.go(next.id)
  }

  showPanel() { this.panel = this.beside(this.panel, '#message-panel', this.openId, (place) => new MessagePanel(place, this.context, this.openId, () => this.go(''))) }

  template() {
    const by = this.list.answer?.counts?.by_state
    const all = by ? Object.values(by).reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one, 0) : null
    return html`<div class="page-head"><h1>Outbox</h1><button class="button" data-act="sendNow">Send what is due now</button></div>
      <nav class="tabs" aria-label="State">${TABS.map(({ id, title, states }) => html`<a class="tab" href="/outbox${id ? `?state=${id}` : ''}" ${id === this.tab.id ? html`aria-current="page"` : ''}>${title}
        <span class="tab-count">${by ? count(id ? states.reduce((sum, state) => sum + (by[state] ?? 0), 0) : all) : ''}</span></a>`)}</nav>
      <div class="toolbar pad-top">${searchBox('outbox-search', 'Search mails', this.words)}</div>
      <div class="split split-below ${this.openId ? 'split-open' : ''}"><div>${this.framed(() => this.rows())}</div>
      ${this.openId ? html`<aside class="side" id="message-panel" aria-label="Mail" data-island></aside>` : ''}</div>`
  }

  rows() {
    const rows = this.list.rows
    if (!rows.length && this.words) return empty({ icon: 'search', title: 'No mail has these words', text: 'Whole words of the text, and the beginnings of names, are looked for.', actions: html`<a class="button" href="${listPath(this.context.query, { q: '' }, '/outbox')}">Clear the search</a>` })
    if (!rows.length) return empty({ icon: this.tab.id ? 'check' : 'outbox', title: this.tab.id ? 'Nothing here' : 'No mails yet', text: this.tab.none, actions: this.tab.id ? html`<a class="button" href="/outbox">Show all mails</a>` : html`<a class="button button-main" href="/campaigns">Go to Campaigns</a>` })
    return html`<ul class="list">${rows.map((message) => this.row(message))}</ul>${this.list.complete ? '' : moreButton()}`
  }

  /** @param {Message} message */
  row(message) {
    const at = message.sent_at ?? message.not_before ?? message.approved_at ?? message.composed_at
    const why = message.why?.detail ?? (message.state === 'failed' ? message.error : '')
    return html`<li data-key="${message.id}"><a class="list-row ${message.id === this.openId ? 'here' : ''}" href="/outbox/${message.id}${this.tab.id ? `?state=${this.tab.id}` : ''}">
      <span class="list-main"><span class="cut"><b>${message.lead_name}</b> <span class="quiet">${message.subject}</span></span>${why ? html`<span class="quiet small cut">${why}</span>` : ''}</span>
      ${badge(labelOf(MESSAGE_STATES, message.state))}<time class="quiet small when" title="${exact(at)}">${moment(at)}</time></a></li>`
  }
}
