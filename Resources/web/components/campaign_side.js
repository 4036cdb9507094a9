// What is behind a campaign's tabs: its calendar, how its steps fared, and its leads.
import { api, html, View } from '../view.js'
import { calendarPart, leadsPart, resultsPart } from './campaign_views.js'
import { mailboxesPart } from './campaign_mailboxes.js'
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
  /** @type {MailboxState[]} */
  mailboxes = []
  /** @type {string[]} */
  named = []
  /** @type {string|null} */
  cursor = null
  /** @type {Acts} */
  acts = {
    more: async () => { const page = await this.page(this.cursor); this.enrolled.push(...page.data); this.cursor = page.next_cursor; this.update() },
    mailboxes: async (form) => { this.named = (await api.post(`/api/campaigns/${this.id}/mailboxes`, { mailbox_ids: new FormData(form).getAll('mailbox') })).mailbox_ids; say('Saved. It counts for leads that have no mailbox yet.'); this.update() },
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
    else if (this.part === 'mailboxes') { const [all, own] = await Promise.all([api.get('/api/mailboxes'), api.get(`/api/campaigns/${this.id}/mailboxes`)]); this.mailboxes = all.data; this.named = own.mailbox_ids }
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
    return this.framed(() => this.part === 'calendar' && this.plan ? calendarPart(this.plan) : this.part === 'results' ? resultsPart(this.results) : this.part === 'mailboxes' ? mailboxesPart(this.mailboxes, this.named) : html`${leadsPart(this.enrolled, Boolean(this.cursor))}`)
  }
}
