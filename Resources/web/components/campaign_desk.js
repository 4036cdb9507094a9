// One campaign: its steps with a live preview, its rules, its calendar, results and leads; start, pause and stop.
import { html } from '../html.js'
import { api } from '../api.js'
import { View } from '../view.js'
import { addApproved } from './campaign_list.js'
import { actsPart, countsPart, partTabs, previewPart, rulesPart } from './campaign_parts.js'
import { CampaignSide } from './campaign_side.js'
import { turnCampaign } from './campaign_turn.js'
import { confirm } from './dialog.js'
import { field, focusError } from './field.js'
import { startFrom } from './start_from.js'
import { sequenceLine } from './sequence_line.js'
import { stepEditor } from './step_editor.js'
import { say } from './toasts.js'
import { icon } from './icon.js'
import { badge } from './states.js'
import { CAMPAIGN_STATES, labelOf } from '../models/labels.js'
import { changed, draftOf, firstStep, KINDS, nextStep, placeholder, placeOf, requestOf, reworded, rulesOf } from '../models/sequence.js'

/** Milliseconds after the last letter before the preview follows. */
const PATIENCE = 250
const WORDS = ['subject', 'text', 'html']
export class CampaignDesk extends View {
  /** @type {Campaign|null} */
  campaign = null
  rules = rulesOf({ name: '' })
  steps = [firstStep()]
  at = 0
  variant = 0
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
  /** @type {CampaignSide|null} */
  side = null
  /** @type {Acts} */
  acts = {
    type: (input) => this.type(input.name, input.value), rule: (input) => this.rule(input),
    lead: (select) => { this.leadId = select.value; return this.show() },
    variable: (button) => this.insert(button.dataset.name ?? ''),
    pick: (button) => this.pick(Number(button.dataset.at), 0), variant: (button) => this.pick(this.at, Number(button.dataset.at)),
    add: (button) => { this.change([...this.steps, nextStep(button.dataset.kind ?? 'mail', this.steps.length)]); return this.pick(this.steps.length - 1, 0) },
    drop: () => { this.change(this.steps.filter((_, index) => index !== this.at)); return this.pick(Math.max(0, this.at - 1), 0) },
    addVariant: () => { const { key: _, ...copy } = this.wording; this.change(changed(this.steps, this.at, { variants: [...this.step.variants, copy] })); return this.pick(this.at, this.step.variants.length - 1) },
    dropVariant: () => { this.change(changed(this.steps, this.at, { variants: this.step.variants.filter((_, index) => index !== this.variant) })); return this.pick(this.at, 0) },
    begin: () => this.begin(), save: () => this.save(), turn: async (button) => { if (this.campaign && await turnCampaign(this.campaign, button.dataset.to ?? '', () => this.reload())) await this.reload() }, enroll: async () => { if (await addApproved(this.id)) await this.reload() },
    compose: async () => { await api.post('/api/jobs/compose', { campaign_id: this.id }); say('The mails are being written. They appear under Review.') },
  }

  /** @param {Element} root @param {Context} context @param {string} id a campaign's id, or `new` */
  constructor(root, context, id) {
    super(root, context)
    this.id = id
  }

  get isNew() { return this.id === 'new' }
  get part() { return this.isNew ? '' : this.context.query.get('part') ?? '' }
  get step() { return this.steps[this.at] }
  get wording() { return this.step.variants[this.variant] }
  get isTask() { return KINDS[this.step.kind]?.task ?? false }

  async open() {
    this.live(['campaign', 'message'])
    this.ends(() => this.side?.close())
    this.root.addEventListener('focusin', (event) => { if (event.target instanceof HTMLElement && WORDS.includes(event.target.getAttribute('name') ?? '')) this.aim = event.target.getAttribute('name') ?? 'text' }, { signal: this.signal })
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
      this.rules = rulesOf(this.campaign)
      this.steps = draftOf(this.campaign.steps)
      if (this.at >= this.steps.length || this.variant >= this.step.variants.length) [this.at, this.variant] = [0, 0]
    }
    if (!this.preview) await this.show()
    await this.side?.reload()
  }

  drawn() {
    const place = this.find('#campaign-side')
    if (this.side && this.side.root !== place) { this.side.close(); this.side = null }
    if (!place || this.side) return
    this.side = new CampaignSide(place, this.context, this.id)
    this.side.open()
  }

  /** The preview; that a mail is empty is no mistake before anything is written. */
  get shown() { return this.preview && (this.wording.subject ? this.preview : { ...this.preview, errors: this.preview.errors.filter(({ field }) => field !== 'subject') }) }

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
    if (this.wrong) { this.wrong = null; this.update() }
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.attempt(() => this.show()), PATIENCE)
  }

  /** @param {HTMLInputElement} input */
  rule(input) {
    this.rules = { ...this.rules, [input.name]: input.type === 'checkbox' ? input.checked : input.value }
    this.dirty = true
    if (this.wrong) { this.wrong = null; this.update() }
  }

  /** Shows what the mail says for the chosen lead. */
  async show() {
    const round = ++this.round
    const { subject, text, html: body } = this.wording
    const preview = await api.post('/api/preview', { subject: this.isTask || (this.at && !subject) ? '-' : subject, text, html: body ?? undefined, lead_id: this.leadId || undefined })
    if (round !== this.round) return
    this.preview = !subject ? { ...preview, subject: '' } : preview
    if (this.status === 'ready') this.update()
  }

  /** @param {string} name */
  insert(name) {
    const input = this.find(`[name=${this.aim}]`) ?? this.find('[name=text]')
    if (!input) return
    input.setRangeText(placeholder(name), input.selectionStart, input.selectionEnd, 'end')
    input.focus()
    this.type(input.name, input.value)
  }

  /** Begins with a mail that is written already. */
  async begin() {
    const chosen = await startFrom()
    if (!chosen) return
    if (this.dirty && !await confirm({ title: 'Replace what you have written?', text: 'The mails of the template take its place.', act: 'Replace it' })) return
    this.rules = { ...this.rules, name: this.rules.name || chosen.name }
    this.change(draftOf(chosen.steps))
    ;[this.at, this.variant] = [0, 0]
    await this.show()
  }

  async save() {
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
    return html`<div class="page-head"><div class="row"><h1>${this.isNew ? 'New campaign' : this.campaign?.name ?? 'Campaign'}</h1>${label}</div>${this.campaign ? actsPart(this.campaign, this.id) : html`<div class="row"><button class="button" data-act="begin">${icon('list')}Start from a template</button><a class="button" href="/campaigns">Back</a></div>`}</div>
      ${this.framed(() => html`<div class="stack-large">${this.campaign ? html`${countsPart(this.campaign)}${partTabs(this.id, this.part)}` : ''}${this.part ? html`<div id="campaign-side" data-island data-key="side-${this.part}"></div>` : this.writing()}</div>`)}`
  }

  writing() {
    const wrong = new Set((this.wrong?.errors ?? []).map(({ name }) => placeOf(name)?.step ?? -1))
    const subject = this.steps.find(({ kind }) => kind === 'mail')?.variants[0].subject
    const thread = this.at ? `Re: ${subject || '…'}` : ''
    return html`<form class="writing" data-submit="save" novalidate><div class="stack">
      ${field({ name: 'name', label: 'Name of the campaign', value: this.rules.name, input: 'rule', error: this.wrong?.field('name'), help: 'Only you see it.' })}
      ${sequenceLine(this.steps, this.at, wrong)}${stepEditor({ steps: this.steps, at: this.at, variant: this.variant, problem: this.wrong, preview: this.shown })}
      ${rulesPart(this.rules, this.wrong)}<div class="row row-end"><button class="button button-main">${this.isNew ? 'Create the campaign' : 'Save'}</button></div></div>
      ${previewPart(this.shown, this.leads, this.leadId, { task: this.isTask, thread })}</form>`
  }
}

/** A campaign, also where the answer wraps it.
 * @param {any} answer @returns {Campaign} */
function bare(answer) { return answer.campaign ?? answer }
