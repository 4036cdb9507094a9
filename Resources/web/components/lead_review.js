// Leads, one at a time: facts at the left, why they fit at the right.
import { api, html, View } from '../view.js'
import { changesOf, leadBody, leadForm, patchLead } from './lead_form.js'
import { factPart, notesPart, scorePart, timelinePart } from './lead_parts.js'
import { focusError, valuesOf } from './field.js'
import { empty, icon, note } from './states.js'
import { done, say } from './toasts.js'
import { Desk } from '../models/desk.js'
import { count, counted } from '../models/format.js'

/** Leads asked for at a time. */
const PILE = 50

export class LeadReview extends View {
  /** @type {Desk<Lead>} */
  desk = new Desk()
  /** @type {LeadDetail|null} */
  detail = null
  total = 0
  editing = false
  /** @type {Problem|null} */
  wrong = null
  /** @type {Acts} */
  acts = {
    approve: () => this.decide('approve'), reject: () => this.decide('reject'), skip: () => this.skip(), edit: () => this.edit(),
    cancelEdit: () => { this.editing = false; this.wrong = null; this.update() },
    save: (form) => this.save(leadBody(valuesOf(form))),
    notes: async (form) => { await this.save({ notes: valuesOf(form).notes }); say('Note saved.') },
  }

  async open() {
    this.keys('Review of leads', [
      { key: 'a', text: 'Approve', run: () => this.attempt(() => this.decide('approve')) }, { key: 'r', text: 'Reject', run: () => this.attempt(() => this.decide('reject')) },
      { key: 'e', text: 'Edit', run: () => this.edit() }, { key: 's', text: 'Skip: look at it later', run: () => this.attempt(() => this.skip()) },
      { key: 'Escape', text: 'Leave the form', run: () => { if (this.editing) this.acts.cancelEdit() }, always: true },
    ])
    this.live(['lead'], (news) => { if (!this.editing && (!news.id || !this.desk.current)) this.reload() })
    await super.open()
  }

  async fetch() {
    const { data, counts } = await api.get('/api/leads', { state: 'pending_review', sort: 'score', order: 'desc', limit: PILE })
    this.desk.fill(data)
    this.total = counts?.by_state?.pending_review ?? data.length
    await this.look()
  }

  /** Gets everything about the lead on top. */
  async look() {
    const lead = this.desk.current
    this.detail = lead ? await api.get(`/api/leads/${lead.id}`) : null
  }

  /** @param {'approve'|'reject'} what */
  async decide(what) {
    const lead = this.desk.current
    if (!lead || this.editing) return
    await this.keepNote()
    await api.post(`/api/leads/${lead.id}/${what}`)
    this.desk.settle()
    this.total = Math.max(0, this.total - 1)
    done(`${lead.business_name} ${what === 'approve' ? 'approved' : 'rejected'}.`, async () => {
      await api.post(`/api/leads/${lead.id}/reopen`)
      this.desk.back(lead)
      this.total++
      await this.look()
      this.update()
    })
    await this.next()
  }

  async skip() {
    if (this.editing) return
    await this.keepNote()
    this.desk.skip()
    await this.next()
  }

  /** A note that was typed and not saved goes with the decision. */
  async keepNote() {
    const [notes, lead] = [this.find('#lead-notes')?.value.trim() ?? '', this.detail?.lead]
    if (lead && notes !== (lead.notes ?? '')) await patchLead(lead, { notes: notes || null })
  }

  async next() {
    if (!this.desk.left && this.total) return this.reload()
    await this.look()
    this.update()
    scrollTo(0, 0)
  }

  edit() {
    if (!this.desk.current) return
    this.editing = true
    this.update()
    this.find('form input')?.focus()
  }

  /** @param {Record<string, any>} values */
  async save(values) {
    const lead = /** @type {LeadDetail} */ (this.detail).lead
    try {
      await patchLead(lead, changesOf(values, lead))
      this.editing = false
      this.wrong = null
      await this.look()
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length && !problem.changed) throw problem
      this.wrong = problem
      // Someone else saved first: what was typed stays in the form, the next Save counts.
      if (problem.changed) await this.look()
    }
    this.update()
    focusError(this.root)
  }

  template() { return this.framed(() => this.detail ? this.content(this.detail) : nothing(this.desk.done)) }

  /** @param {LeadDetail} detail */
  content(detail) {
    const { lead } = detail
    return html`<div class="review-bar"><p class="quiet" aria-live="polite">${count(this.total)} to look at${this.desk.done ? ` · ${count(this.desk.done)} done` : ''}</p>
      <div class="row"><button class="button" data-act="skip">Skip <kbd>S</kbd></button><button class="button" data-act="edit">${icon('edit')}Edit <kbd>E</kbd></button><button class="button" data-act="reject">${icon('cross')}Reject <kbd>R</kbd></button><button class="button button-main" data-act="approve">${icon('check')}Approve <kbd>A</kbd></button></div></div>
      <div class="review" data-key="review-${lead.id}"><article class="card card-flush"><div class="side-part"><h2 class="review-name">${lead.business_name}</h2><p class="quiet">${[lead.category, lead.city, lead.country].filter(Boolean).join(' · ')}</p>
      ${lead.email ? '' : note('attention', 'No e-mail address is known. It can be approved, but not written to until you add one.')}${lead.suppressed ? note('attention', 'This business must never be written to.') : ''}</div>
      ${this.editing ? html`<div class="side-part">${leadForm(lead, this.wrong, 'Save')}</div>` : factPart(detail)}</article>
      <div class="card card-flush">${scorePart(lead)}${notesPart(lead)}${timelinePart(detail)}</div></div>`
  }
}

/** @param {number} done */
function nothing(done) {
  return done ? empty({ icon: 'check', title: 'All leads are looked at', text: `You decided on ${counted(done, 'lead')} just now. Next: write to the approved ones.`, actions: html`<a class="button button-main" href="/campaigns">Go to Campaigns</a>` })
    : empty({ icon: 'review', title: 'No lead waits for a look', text: 'Leads that you import or add come here first. You decide which businesses are worth a mail.', actions: html`<a class="button button-main" href="/import">${icon('upload')}Import a list</a><a class="button" href="/campaigns">Write to approved ones</a>` })
}
