// One campaign: its mail with a live preview, its leads, start, pause and stop.
import { html } from '../html.js'
import { api } from '../api.js'
import { View } from '../view.js'
import { actsPart, countsPart, editorPart, previewPart } from './campaign_parts.js'
import { confirm } from './dialog.js'
import { focusError } from './field.js'
import { done, say } from './toasts.js'
import { badge } from './states.js'
import { CAMPAIGN_STATES, labelOf } from '../models/labels.js'
import { count, counted } from '../models/format.js'

/** Milliseconds after the last letter before the preview follows. */
const PATIENCE = 250
/** @type {Record<string, string>} */
const INSTEAD = { contact_name: 'there', first_name: 'there', city: 'your town', category: 'your business' }
const FRESH = { name: '', subject: '', text: 'Hello {{ contact_name | default("there") }},\n\n\n\nKind regards\n{{ sender.name }}' }

export class CampaignDesk extends View {
  /** @type {Campaign|null} */
  campaign = null
  typed = { ...FRESH }
  dirty = false
  /** @type {Preview|null} */
  preview = null
  leadId = ''
  /** @type {Lead[]} */
  leads = []
  /** @type {Problem|null} */
  wrong = null
  /** @type {any} */
  timer
  round = 0
  /** The field that a variable is put into. */
  aim = 'text'
  /** @type {Acts} */
  acts = {
    type: (input) => this.type(input.name, input.value),
    lead: (select) => { this.leadId = select.value; return this.show() },
    variable: (button) => this.insert(button.dataset.name ?? ''),
    save: () => this.save(),
    turn: (button) => this.turn(button.dataset.to ?? ''),
    enroll: () => this.enroll(),
    compose: async () => { await api.post('/api/jobs/compose', { campaign_id: this.id }); say('The mails are being written. They appear under Review.') },
  }

  /** @param {Element} root @param {Context} context @param {string} id a campaign's id, or `new` */
  constructor(root, context, id) {
    super(root, context)
    this.id = id
  }

  get isNew() { return this.id === 'new' }

  async open() {
    this.live(['campaign', 'message'])
    this.root.addEventListener('focusin', (event) => { if (event.target instanceof HTMLElement && ['subject', 'text'].includes(event.target.getAttribute('name') ?? '')) this.aim = event.target.getAttribute('name') ?? 'text' }, { signal: this.signal })
    const warn = (/** @type {BeforeUnloadEvent} */ event) => { if (this.dirty) event.preventDefault() }
    addEventListener('beforeunload', warn, { signal: this.signal })
    await super.open()
    if (this.isNew) this.find('[name=name]')?.focus()
  }

  async fetch() {
    if (!this.leads.length) this.leads = (await api.get('/api/leads', { review_status: 'approved', has_email: true, limit: 30 })).data
    this.leadId ||= this.leads[0]?.id ?? ''
    if (!this.isNew) this.campaign = bare(await api.get(`/api/campaigns/${this.id}`))
    if (this.campaign && !this.dirty) {
      const [step] = this.campaign.steps
      this.typed = { name: this.campaign.name, subject: step?.subject ?? '', text: step?.text ?? '' }
    }
    if (!this.preview) await this.show()
  }

  /** The preview; that a mail is empty is no mistake before anything is written. */
  get shown() { return this.preview && (this.typed.subject ? this.preview : { ...this.preview, errors: this.preview.errors.filter(({ field }) => field !== 'subject') }) }

  /** @param {string} name @param {string} value */
  type(name, value) {
    this.typed = { ...this.typed, [name]: value }
    if (this.wrong) { this.wrong = null; this.update() }
    this.dirty = true
    clearTimeout(this.timer)
    if (name !== 'name') this.timer = setTimeout(() => this.attempt(() => this.show()), PATIENCE)
  }

  /** Shows what the mail says for the chosen lead. */
  async show() {
    const round = ++this.round
    const { subject, text } = this.typed
    const preview = await api.post('/api/preview', { subject, text, lead_id: this.leadId || undefined })
    if (round !== this.round) return
    this.preview = preview
    if (this.status === 'ready') this.update()
  }

  /** @param {string} name */
  insert(name) {
    const input = this.find(`[name=${this.aim}]`)
    if (!input) return
    // What is not known of every lead comes with words to say instead.
    const instead = name === 'business_name' || name.startsWith('sender.') ? '' : ` | default("${INSTEAD[name] ?? ''}")`
    input.setRangeText(`{{ ${name}${instead} }}`, input.selectionStart, input.selectionEnd, 'end')
    input.focus()
    this.type(this.aim, input.value)
  }

  async save() {
    const { name, subject, text } = this.typed
    const steps = [{ ...this.campaign?.steps[0], subject, text }]
    try {
      const saved = this.isNew ? await api.post('/api/campaigns', { name, steps }) : await api.patch(`/api/campaigns/${this.id}`, { name, steps })
      this.dirty = false
      this.wrong = null
      say('Saved.')
      if (this.isNew) return this.context.router.go(`/campaigns/${bare(saved).id}`, { replace: true })
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
      this.update()
      return focusError(this.root)
    }
    await this.reload()
  }

  /** @param {string} to start, pause or stop */
  async turn(to) {
    const back = { start: 'pause', pause: 'start' }[to]
    if (to === 'stop' && !await confirm({ title: 'Stop this campaign?', text: html`No further mail of <b>${this.campaign?.name}</b> is written or sent. Mails that were sent stay sent. You can start it again.`, act: 'Stop it', danger: true })) return
    await api.post(`/api/campaigns/${this.id}/${to}`)
    const words = { start: 'The campaign runs. Mails are written and wait for your approval.', pause: 'Paused. Nothing of this campaign goes out.', stop: 'Stopped.' }[to] ?? ''
    if (back) done(words, async () => { await api.post(`/api/campaigns/${this.id}/${back}`); await this.reload() })
    else say(words)
    await this.reload()
  }

  async enroll() {
    const { counts } = await api.get('/api/leads', { review_status: 'approved', limit: 1 })
    const many = counts?.by_review?.approved ?? 0
    const text = 'They become part of this campaign. A mail is written for each; you read every one before it goes. Leads that are in another campaign, have no address or must not be written to are left out.'
    if (!await confirm({ title: `Add ${counted(many, 'approved lead')}?`, text, act: 'Add them' })) return
    const { enrolled, skipped, skipped_count: skips } = await api.post(`/api/campaigns/${this.id}/enroll`, { leads: 'all-approved' })
    say(`${counted(enrolled, 'lead')} added.${skipped.length ? ` ${count(skips ?? skipped.length)} left out: ${skipped[0].detail}` : ''}`)
    await this.reload()
  }

  template() {
    const label = this.campaign ? badge(labelOf(CAMPAIGN_STATES, this.campaign.state)) : ''
    return html`<div class="page-head"><div class="row"><h1>${this.isNew ? 'New campaign' : this.campaign?.name ?? 'Campaign'}</h1>${label}</div>${this.campaign ? actsPart(this.campaign, this.id) : html`<a class="button" href="/campaigns">Back</a>`}</div>
      ${this.framed(() => html`<div class="stack-large">${this.campaign ? countsPart(this.campaign) : ''}<div class="writing">${editorPart(this.typed, this.wrong, this.shown, this.isNew)}${previewPart(this.shown, this.leads, this.leadId)}</div></div>`)}`
  }
}

/** A campaign, also where the answer wraps it.
 * @param {any} answer @returns {Campaign} */
function bare(answer) { return answer.campaign ?? answer }
