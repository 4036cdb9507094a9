// One campaign: its steps with a live preview, its rules, its calendar, results and leads; start, pause and stop.
import { api, html } from '../view.js'
import { addApproved } from './campaign_list.js'
import { actsPart, countsPart, partTabs, rulesPart } from './campaign_parts.js'
import { confirm } from './dialog.js'
import { field, focusError } from './field.js'
import { sequenceLine } from './sequence_line.js'
import { fileActs, stepEditor } from './step_editor.js'
import { MailDesk } from './mail_desk.js'
import { say } from './toasts.js'
import { writePreview } from './write_preview.js'
import { badge, icon } from './states.js'
import { CAMPAIGN_STATES, labelOf } from '../models/labels.js'
import { fairPreview } from '../models/template.js'
import { changed, draftOf, firstStep, KINDS, nextStep, placeOf, requestOf, reworded, rulesOf } from '../models/sequence.js'

const WORDS = ['subject', 'text', 'html']
export class CampaignDesk extends MailDesk {
  /** @type {Campaign|null} */
  campaign = null
  rules = rulesOf({ name: '' })
  /** @type {import('../models/sequence.js').DraftStep[]} */ steps = [firstStep()]
  variant = 0
  /** What was there when the writing began. */
  base = ''
  /** @type {import('./campaign_side.js').CampaignSide|null} */
  side = null
  /** @type {Acts} */
  acts = {
    ...this.common, ...fileActs(() => this.step.attachments ?? [], (files) => { this.change(changed(this.steps, this.at, { attachments: files })); this.update() }),
    type: (input) => this.type(input.name, input.value), rule: (input) => this.rule(input),
    test: async () => (await import('./test_mail.js')).sendTest({ ...this.request, lead_id: this.leadId || undefined }),
    convert: async (button) => { const { text, html: body } = this.wording; const made = await api.post('/api/template-convert', button.dataset.to === 'html' ? { text } : { html: body }); this.change(reworded(this.steps, this.at, this.variant, made)); await this.show() },
    pick: (button) => this.pick(Number(button.dataset.at), 0), variant: (button) => this.pick(this.at, Number(button.dataset.at)),
    add: (button) => { this.change([...this.steps, nextStep(button.dataset.kind ?? 'mail', this.steps.length)]); return this.pick(this.steps.length - 1, 0) },
    drop: () => { this.change(this.steps.filter((_, index) => index !== this.at)); return this.pick(Math.max(0, this.at - 1), 0) },
    addVariant: () => { const { key: _, ...copy } = this.wording; this.change(changed(this.steps, this.at, { variants: [...this.step.variants, copy] })); return this.pick(this.at, this.step.variants.length - 1) },
    dropVariant: () => { this.change(changed(this.steps, this.at, { variants: this.step.variants.filter((_, index) => index !== this.variant) })); return this.pick(this.at, 0) },
    drafts: async () => await this.kept() && (await import('./draft_many.js')).draftMany({ campaign_id: this.id }, /\{\{-? *opening/.test(JSON.stringify(this.steps)) ? 'snippet' : 'mail'), begin: () => this.begin(), save: () => this.save(), turn: async (button) => { if (this.campaign && (button.dataset.to !== 'start' || await this.kept()) && await (await import('./campaign_turn.js')).turnCampaign(this.campaign, button.dataset.to ?? '', () => this.reload())) await this.reload() }, enroll: async () => { if (await this.kept() && await addApproved(this.id)) await this.reload() },
    compose: async () => { await api.post('/api/jobs/compose', { campaign_id: this.id }); say('The mails are being written. They appear under Review.') },
  }

  get part() { return this.isNew ? '' : this.context.query.get('part') ?? '' }
  get step() { return this.steps[this.at] }
  get wording() { return this.step.variants[this.variant] }
  get isTask() { return KINDS[this.step.kind]?.task ?? false }

  async open() {
    this.live(['campaign', 'message'])
    this.ends(() => this.side?.close())
    await super.open()
    if (this.isNew) this.find('[name=name]')?.focus()
  }

  async fetch() {
    if (!this.variables) { this.audience = this.isNew ? 'approved' : this.id; await this.meet() }
    if (!this.isNew) this.campaign = bare(await api.get(`/api/campaigns/${this.id}`))
    if (this.campaign && !this.dirty) {
      this.base = stamp(this.campaign)
      this.rules = rulesOf(this.campaign)
      this.steps = draftOf(this.campaign.steps)
      if (this.at >= this.steps.length || this.variant >= this.step.variants.length) [this.at, this.variant] = [0, 0]
    }
    const from = this.isNew && !this.dirty && this.context.query.get('template')
    if (from) { const { template } = await api.get(`/api/templates/${from}`); this.rules = { ...this.rules, name: template.name }; this.change(draftOf(template.steps)) }
    if (!this.preview) await this.show()
    await this.side?.reload()
  }

  drawn() {
    this.checks(() => this.steps.flatMap(({ kind, variants }) => kind === 'mail' ? variants : []))
    const place = this.find('#campaign-side')
    if (this.side && this.side.root !== place) { this.side.close(); this.side = null }
    if (place && !this.side) void this.openSide(place)
  }

  /** @param {(body: any) => any} change */
  edit(change) { this.change(this.steps.map((step) => ({ ...step, variants: step.variants.map(change) }))) }

  /** Calendar, results and leads, loaded once they are looked at.
   * @param {Element} place */
  async openSide(place) {
    const { CampaignSide } = await import('./campaign_side.js')
    if (!this.side && place.isConnected) (this.side = new CampaignSide(place, this.context, this.id)).open()
  }

  /** What is rendered: a task has no subject, a follow-up without one answers in the conversation. */
  get request() {
    const { subject, text, html: body } = this.wording
    return { subject: this.isTask ? '-' : subject || (this.at ? this.thread : ''), text, html: body ?? undefined, campaign_id: this.isNew ? undefined : this.id, step_id: this.step.id, attachments: this.step.attachments }
  }
  get thread() { return `Re: ${this.steps.find(({ kind }) => kind === 'mail')?.variants[0].subject || '…'}` }
  get shown() { return fairPreview(this.preview, this.wording, this.at > 0 && !this.wording.subject) }

  /** @param {import('../models/sequence.js').DraftStep[]} steps */
  change(steps) { this.steps = steps; this.dirty = true }

  /** @param {number} at @param {number} variant */
  pick(at, variant) {
    [this.at, this.variant, this.aim] = [at, variant, 'text']
    return this.show()
  }

  /** @param {string} name @param {string} value */
  type(name, value) {
    if (WORDS.includes(name)) this.change(reworded(this.steps, this.at, this.variant, { [name]: name === 'html' ? value || null : value }))
    else this.change(changed(this.steps, this.at, { [name]: name === 'wait' ? Math.max(0, Number(value) || 0) : value }))
    this.wrong = null
    this.update()
    this.later(() => this.show())
  }

  /** @param {HTMLInputElement} input */
  rule(input) {
    this.rules = { ...this.rules, [input.name]: input.type === 'checkbox' ? input.checked : input.value }
    this.dirty = true
    if (this.wrong) { this.wrong = null; this.update() }
  }

  /** Begins with a mail that is written already. */
  async begin() {
    const { startFrom } = await import('./start_from.js')
    const chosen = await startFrom()
    if (!chosen) return
    if (this.dirty && !await confirm({ title: 'Replace what you have written?', text: 'The mails of the template take its place.', act: 'Replace it' })) return
    this.rules = { ...this.rules, name: this.rules.name || chosen.name }
    this.change(draftOf(chosen.steps))
    ;[this.at, this.variant] = [0, 0]
    await this.show()
  }

  /** Whether everything is saved, where the person wants that, before something is done with it. */
  async kept() {
    if (this.dirty && await confirm({ title: 'Save your changes first?', text: 'Mails are written from what is saved.', act: 'Save and go on' })) await this.save()
    return !this.dirty
  }

  async save() {
    if (this.campaign && this.base !== stamp(this.campaign) && !await confirm({ title: 'It was changed in another tab', text: 'Saving puts what you have here in its place.', act: 'Save mine' })) return
    const body = requestOf(this.rules, this.steps)
    try {
      const saved = this.isNew ? await api.post('/api/campaigns', body) : await api.patch(`/api/campaigns/${this.id}`, body)
      this.dirty = false
      this.wrong = null
      say('Saved.')
      if (this.isNew) return this.context.router.go(`/campaigns/${bare(saved).id}`, { replace: true })
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
      const place = placeOf(problem.errors[0].name)
      if (place && this.steps[place.step]) await this.pick(place.step, Math.min(place.variant, this.steps[place.step].variants.length - 1))
      this.update()
      return focusError(this.root)
    }
    await this.reload()
  }

  template() {
    const label = this.campaign ? badge(labelOf(CAMPAIGN_STATES, this.campaign.state)) : ''
    return html`<div class="page-head"><div class="row"><h1>${this.isNew ? 'New campaign' : this.campaign?.name ?? 'Campaign'}</h1>${label}${this.dirty && !this.isNew ? html`<span class="quiet small">not saved yet</span>` : ''}</div>${this.campaign ? actsPart(this.campaign, this.id) : html`<div class="row"><button class="button" data-act="begin">${icon('list')}Start from a template</button><a class="button" href="/campaigns">Back</a></div>`}</div>
      ${this.framed(() => html`<div class="stack-large">${this.campaign ? html`${countsPart(this.campaign)}${partTabs(this.id, this.part)}` : ''}${this.part ? html`<div id="campaign-side" data-island data-key="side-${this.part}"></div>` : this.writing()}</div>`)}`
  }

  writing() {
    const wrong = new Set((this.wrong?.errors ?? []).map(({ name }) => placeOf(name)?.step ?? -1))
    return html`<form class="writing" data-submit="save" novalidate><div class="stack">
      ${field({ name: 'name', label: 'Name of the campaign', value: this.rules.name, input: 'rule', error: this.wrong?.field('name'), help: 'Only you see it.' })}
      ${sequenceLine(this.steps, this.at, wrong)}${stepEditor({ steps: this.steps, at: this.at, variant: this.variant, problem: this.wrong, preview: this.shown, variables: this.variables })}
      ${rulesPart(this.rules, this.wrong)}<div class="row row-end"><button class="button button-main">${this.isNew ? 'Create the campaign' : 'Save'}</button></div></div>
      ${writePreview({ preview: this.shown, leads: this.leads, leadId: this.leadId, query: this.query, task: this.isTask, thread: this.at ? this.thread : '' })}</form><div id="audience-check" data-island></div>`
  }
}

/** What can be edited of a campaign, to see whether somebody did.
 * @param {Campaign} campaign */
function stamp(campaign) { return JSON.stringify(requestOf(rulesOf(campaign), draftOf(campaign.steps))) }

/** A campaign, also where the answer wraps it.
 * @param {any} answer @returns {Campaign} */
function bare(answer) { return answer.campaign ?? answer }
