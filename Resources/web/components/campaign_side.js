// What is behind a campaign's tabs: its calendar, how its steps fared, and its leads.
import { html } from '../html.js'
import { api } from '../api.js'
import { View } from '../view.js'
import { calendarPart, leadsPart, resultsPart } from './campaign_views.js'
import { done, say } from './toasts.js'

/** Leads asked for at a time. */
const PAGE = 50

export class CampaignSide extends View {
  /** @type {CampaignPlan|null} */
  plan = null
  /** @type {StepResult[]} */
  results = []
  /** @type {Enrolled[]} */
  enrolled = []
  /** @type {string|null} */
  cursor = null
  /** @type {Acts} */
  acts = {
    more: async () => { const page = await this.page(this.cursor); this.enrolled.push(...page.data); this.cursor = page.next_cursor; this.update() },
    stop: (button) => this.turn(button.dataset.id ?? '', 'stop', 'resume'), resume: (button) => this.turn(button.dataset.id ?? '', 'resume', 'stop'),
  }

  /** @param {Element} root @param {Context} context @param {string} id */
  constructor(root, context, id) {
    super(root, context)
    this.id = id
  }

  get part() { return this.context.query.get('part') ?? '' }

  /** @param {string|null} cursor */
  page(cursor) { return api.get(`/api/campaigns/${this.id}/leads`, { limit: PAGE, cursor: cursor ?? undefined }) }

  async fetch() {
    if (this.part === 'calendar') this.plan = await api.get(`/api/campaigns/${this.id}/plan`)
    else if (this.part === 'results') this.results = (await api.get(`/api/campaigns/${this.id}/results`)).steps
    else { const page = await this.page(null); this.enrolled = page.data; this.cursor = page.next_cursor }
  }

  /** @param {string} id @param {string} to @param {string} back */
  async turn(id, to, back) {
    await api.post(`/api/enrollments/${id}/${to}`)
    const words = to === 'stop' ? 'Stopped for this lead. What was not sent is cancelled.' : 'Taken up again. The next mail waits for your approval.'
    if (to === 'stop') done(words, async () => { await api.post(`/api/enrollments/${id}/${back}`); await this.reload() })
    else say(words)
    await this.reload()
  }

  template() {
    return this.framed(() => this.part === 'calendar' && this.plan ? calendarPart(this.plan) : this.part === 'results' ? resultsPart(this.results) : html`${leadsPart(this.enrolled, Boolean(this.cursor))}`)
  }
}
