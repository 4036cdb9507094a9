// One lead beside the list: facts, score, timeline, notes, outcome.
import { api, html, View } from '../view.js'
import { changesOf, leadBody, leadForm, mergeForm, patchLead } from './lead_form.js'
import { factPart, headPart, mailPart, notesPart, outcomePart, scorePart, timelinePart } from './lead_parts.js'
import { focusError, valuesOf } from './field.js'
import { closeButton, note } from './states.js'
import { done, say } from './toasts.js'
import { labelOf, OUTCOMES } from '../models/labels.js'

/** @typedef {{close: () => void, show: (id: string) => void}} Ways */

export class LeadPanel extends View {
  /** @type {LeadDetail|null} */
  detail = null
  editing = false
  /** @type {Problem|null} */
  wrong = null
  /** What was typed, kept while it is settled.
   * @type {Record<string, any>} */
  typed = {}

  /** @type {Acts} */
  acts = {
    close: () => this.ways.close(),
    edit: () => { this.editing = true; this.wrong = null; this.typed = {}; this.update(); this.find('input')?.focus() },
    cancelEdit: () => { this.editing = false; if (this.isNew) return this.ways.close(); this.typed = {}; return this.reload() },
    save: (form) => this.save(leadBody(valuesOf(form), { ...this.detail?.lead.custom, ...this.typed.custom })),
    merge: (form) => this.merge(form),
    move: (button) => this.move(button.dataset.to ?? ''),
    outcome: (button) => this.outcome(button.dataset.value ?? 'open'),
    notes: (form) => this.notes(form),
    compose: () => this.compose(),
    verify: async () => { await api.post('/api/jobs/verify', { ids: [this.id] }); say('The address is being checked.') },
    lookUp: async () => { await api.post(`/api/leads/${this.id}/mail-domain`); say('The domain is being looked up.') },
    measure: async () => (await import('./lead_work.js')).work('rank', [this.id]),
    readSite: async () => { await api.post('/api/jobs/enrich', { ids: [this.id] }); say('Its web site is being read.') },
    restore: async () => { await api.post('/api/leads/bulk', { action: 'restore', ids: [this.id] }); say('Taken up again.'); await this.reload() },
  }

  /** @param {Element} root @param {Context} context @param {string} id a lead's id, or `new` @param {Ways} ways */
  constructor(root, context, id, ways) {
    super(root, context)
    this.id = id
    this.ways = ways
  }

  get isNew() { return this.id === 'new' }
  /** @returns {Lead} */
  get lead() { return /** @type {LeadDetail} */ (this.detail).lead }

  async open() {
    if (this.isNew) this.editing = true
    this.live(['lead', 'message', 'reply'], (news) => { if (!this.editing && (news.name !== 'lead' || !news.id || news.id === this.id)) this.reload() })
    this.holds(() => {
      const note = this.find('#lead-notes')
      return this.editing ? [...this.root.querySelectorAll('[data-submit=save] :is(input, textarea)')].some((/** @type {any} */ one) => one.value !== one.defaultValue) : Boolean(note) && note.value.trim() !== (this.lead.notes ?? '')
    })
    await super.open()
    this.find(this.isNew ? 'input' : 'h2')?.focus()
  }

  /** What is known and how; loaded with the lead, because the list alone needs none of it.
   * @type {typeof import('./lead_evidence.js')|null} */
  known = null

  async fetch() {
    if (this.isNew) return
    [this.detail, this.known] = await Promise.all([api.get(`/api/leads/${this.id}`), import('./lead_evidence.js')])
  }

  /** @param {Record<string, any>} values */
  async save(values) {
    this.typed = values
    try {
      if (this.isNew) return this.created(await api.post('/api/leads', values))
      await this.patch(changesOf(values, this.lead))
      this.editing = false
      this.typed = {}
      say('Saved.')
    } catch (problem) { this.refused(problem) }
    await this.reload()
  }

  /** @param {any} problem */
  refused(problem) {
    if (!problem.changed && !problem.errors?.length) throw problem
    this.wrong = problem
    this.update()
    focusError(this.root)
  }

  /** @param {{lead: Lead, duplicate_of?: string|null}} answer */
  created({ lead, duplicate_of: twin }) {
    say(twin ? 'Added. A lead much like it was there already: have a look at both.' : 'Added.')
    this.editing = false
    this.ways.show(lead.id)
  }

  /** @param {Record<string, any>} changes */
  async patch(changes) {
    if (!Object.keys(changes).length) return
    const { lead } = await patchLead(this.lead, changes)
    if (this.detail) this.detail.lead = lead
    this.wrong = null
  }

  /** Sets fields outside the form. Where another change of the same field came first, the person settles it.
   * @param {Record<string, any>} changes */
  async set(changes) {
    try { await this.patch(changes) } catch (/** @type {any} */ problem) {
      if (!problem.changed) throw problem
      Object.assign(this, { typed: changes, wrong: problem, editing: true })
    }
  }

  /** @param {HTMLFormElement} form */
  async merge(form) {
    const choices = valuesOf(form)
    const mine = changesOf(this.typed, this.lead)
    for (const [name, side] of Object.entries(choices)) if (side === 'theirs') delete mine[name]
    this.detail = await api.get(`/api/leads/${this.id}`)
    this.wrong = null
    await this.save({ ...this.lead, ...mine })
  }

  /** @param {string} to approve, reject or reopen */
  async move(to) {
    await api.post(`/api/leads/${this.id}/${to}`)
    const words = { approve: 'Approved.', reject: 'Rejected.', reopen: 'Open for review again.' }[to] ?? 'Done.'
    if (to === 'reopen') say(words)
    else done(words, async () => { await api.post(`/api/leads/${this.id}/reopen`); await this.reload() })
    await this.reload()
  }

  /** @param {string} value */
  async outcome(value) {
    const before = this.lead.outcome
    if (value === before) return
    await this.set({ outcome: value })
    this.update()
    if (!this.editing) done(`Outcome: ${labelOf(OUTCOMES, value).text}.`, async () => { await this.set({ outcome: before }); this.update() })
  }

  /** @param {HTMLFormElement} form */
  async notes(form) {
    await this.set({ notes: valuesOf(form).notes })
    this.update()
    if (!this.editing) say('Note saved.')
  }

  async compose() {
    const { message } = await api.post(`/api/leads/${this.id}/compose`)
    say('The mail is written. Read it before it goes.')
    this.context.router.go(`/outbox/${message.id}`)
  }

  template() {
    const close = html`${closeButton()}`
    if (this.isNew) return html`<div class="side-head"><div class="side-title"><h2>Add a lead</h2>${close}</div></div><div class="side-part">${leadForm(this.typed, this.wrong, 'Add')}</div>`
    return this.framed(() => this.editing ? this.edit(close) : this.facts(close))
  }

  /** @param {any} close */
  edit(close) {
    return html`<div class="side-head"><div class="side-title"><h2 tabindex="-1">${this.lead.business_name}</h2>${close}</div></div>
      <div class="side-part">${this.wrong?.changed ? mergeForm(this.wrong.changed) : leadForm({ ...this.lead, ...this.typed }, this.wrong, 'Save')}</div>`
  }

  /** @param {any} close */
  facts(close) {
    const detail = /** @type {LeadDetail} */ (this.detail)
    return html`${headPart(this.lead, close)}
      ${detail.why_not_now ? html`<div class="side-part">${note('waiting', html`<b>Not written to now.</b> ${detail.why_not_now.detail}`)}</div>` : ''}
      ${outcomePart(this.lead)}${factPart(detail)}${this.known?.verdictPart(detail)}${scorePart(this.lead)}${this.known?.evidencePart(detail)}${this.known?.originsPart(detail)}${mailPart(detail)}${notesPart(this.lead)}${timelinePart(detail)}${this.known?.heldPart(this.lead)}`
  }
}
