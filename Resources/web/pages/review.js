import { html, View } from '../view.js'
import { LeadReview } from '../components/lead_review.js'
import { MailReview } from '../components/mail_review.js'

/** One at a time: leads to look at, or mails to read before they go; and what was drafted for them. */
export default class Review extends View {
  title = 'Review'
  place = 'review'
  /** @type {import('../view.js').View|null} */
  desk = null
  shown = ''

  get kind() { return this.context.query.get('kind') ?? 'leads' }

  async open() {
    this.ends(() => this.desk?.close())
    this.update()
    await this.arrive()
  }

  async arrive() {
    if (this.shown === this.kind) return
    this.shown = this.kind
    this.desk?.close()
    this.update()
    const place = document.createElement('div')
    this.find('#desk').replaceChildren(place)
    this.desk = this.kind === 'mails' ? new MailReview(place, this.context) : this.kind === 'drafts' ? new (await import('../components/draft_review.js')).DraftReview(place, this.context) : new LeadReview(place, this.context)
    await this.desk.open()
  }

  async reload() { await this.desk?.reload() }

  template() {
    /** @param {string} kind @param {string} text @param {string} path */
    const segment = (kind, text, path) => html`<a class="segment" href="${path}" ${this.kind === kind ? html`aria-current="true"` : ''}>${text}</a>`
    return html`<div class="page-head"><h1>Review</h1><nav class="segments" aria-label="What to review">${segment('leads', 'Leads', '/review')}${segment('mails', 'Mails', '/review?kind=mails')}${segment('drafts', 'Drafts', '/review?kind=drafts')}</nav></div>
      <div id="desk" data-island></div>`
  }
}
