// Drafting by Gemini: what it is told and whether the person agreed, which model writes, what is used, what went wrong.
import { api, html, View } from '../view.js'
import { confirm } from './dialog.js'
import { field } from './field.js'
import { icon, note } from './states.js'
import { outside } from './timeline.js'
import { say } from './toasts.js'
import { count, dollars, exact, moment } from '../models/format.js'


export class DraftingPart extends View {
  /** @type {Writer|null} */
  writer = null
  /** @type {WriterModel[]|null} */
  models = null
  /** @type {string|null} */
  mail = null
  /** @type {Acts} */
  acts = {
    accept: () => this.accept(), withdraw: () => this.withdraw(), look: () => this.look(), list: () => this.list(),
    model: (input) => this.choose(input.value),
  }

  news = ['proposal', 'setting']

  async fetch() {
    const [writer, { data }] = await Promise.all([api.get('/api/writer'), api.get('/api/messages', { state: 'composed', limit: 1 })])
    this.writer = writer
    this.mail = data[0]?.id ?? null
  }

  async accept() {
    await api.post('/api/writer/accept', { terms: this.writer?.terms })
    say('Agreed. Nothing is sent until you ask for a draft.')
    await this.reload()
  }

  async withdraw() {
    if (!await confirm({ title: 'Switch drafting off?', text: 'Nothing more is sent. Drafts that are here stay, and your mails are as they are.', act: 'Switch it off' })) return
    await api.post('/api/writer/withdraw')
    say('Switched off.')
    await this.reload()
  }

  async look() {
    const { showLook } = await import('./proposal_card.js')
    await showLook(await api.get(`/api/messages/${this.mail}/proposals/look`, { kind: 'mail' }), '')
  }

  async list() {
    this.models = (await api.get('/api/writer/models')).data
    this.update()
    this.find('#field-model')?.focus()
  }

  /** @param {string} model */
  async choose(model) {
    if (!model) return
    await api.patch('/api/settings', { values: { GEMINI_MODEL: model } })
    say('This model writes from now on.')
    await this.reload()
  }

  template() { return this.framed(() => this.content(/** @type {Writer} */ (this.writer))) }

  /** @param {Writer} writer */
  content(writer) {
    const ready = writer.has_key && writer.accepted_at
    return html`<div class="stack-large"><p class="quiet">${writer.summary} Without it, or when it fails, your templates write as they always do.</p>
      ${writer.problem ? '' : note('good', html`<b>Ready.</b> Ask for drafts <a href="/review?kind=drafts">under Review</a>.`)}
      <section class="stack-small"><h3>1 · Your key</h3><p>${writer.has_key ? 'A key is set.' : 'No key yet. Google gives one for nothing at aistudio.google.com.'} <a href="/settings/services">${writer.has_key ? 'Change it' : 'Enter it'} under Services</a></p></section>
      <section class="stack-small"><h3>2 · What it is told</h3>${this.terms(writer)}</section>
      <section class="stack-small"><h3>3 · The model</h3>${this.model(writer, Boolean(ready))}${ready && writer.model && writer.problem ? note('attention', writer.problem) : ''}</section>
      ${use(writer)}${errors(writer.failures)}</div>`
  }

  /** @param {Writer} writer */
  terms({ terms, terms_url: url, accepted_at: accepted }) {
    const look = this.mail ? html`<button class="button" data-act="look">${icon('eye')}See exactly what would be sent</button>` : html`<span class="quiet small">Once a mail waits for approval, you can see here exactly what would be sent for it.</span>`
    if (accepted) return html`<p class="quiet">${terms} ${outside(url, 'Google’s terms')}</p><div class="row">${look}<button class="button" data-act="withdraw">No longer agree</button><span class="quiet small" title="${exact(accepted)}">Agreed ${moment(accepted)}</span></div>`
    return html`<section class="note note-attention"><div class="note-text stack-small"><b>Off until you have read this and agree</b><p>${terms} ${outside(url, 'Google’s terms')}</p><div class="row">${look}<button class="button button-main" data-act="accept">I have read this and agree</button></div></div></section>`
  }

  /** @param {Writer} writer @param {boolean} ready */
  model({ model }, ready) {
    if (!this.models) return html`<p>${model ? html`<code>${model}</code> writes.` : 'None is chosen yet.'}</p><div class="row"><button class="button" data-act="list" ${ready ? '' : 'disabled'}>${icon('list')}Choose from Gemini’s list</button><span class="quiet small">${ready ? 'Asks Google for the list, which tries your key as well.' : 'Needs your key and your agreement first.'}</span></div>`
    const choices = [...(model && this.models.some(({ id }) => id === model) ? [] : [{ value: '', label: 'Choose a model' }]), ...this.models.map(({ id, name }, index) => ({ value: id, label: `${name} (${id})${index ? '' : ' · suggested'}` }))]
    return field({ name: 'model', label: 'Model', value: this.models.some(({ id }) => id === model) ? model ?? '' : '', choices, change: 'model', help: 'The list is Google’s, as it is now. Names that end in “latest” follow Google’s newest.' })
  }
}

/** @param {Writer} writer */
function use({ day, month, limits, quota, cost }) {
  /** @param {string} name @param {number} used @param {number} limit @param {(value: number) => string} shown */
  const line = (name, used, limit, shown) => html`<li><span>${name}</span><progress max="${limit || 1}" value="${used}" aria-label="${name}"></progress><span>${shown(used)} of ${shown(limit)}</span><span></span></li>`
  return html`<section class="stack-small"><h3>Used</h3><ul class="funnel limits">${line('Requests in 24 hours', day.requests, limits.requests_day, count)}${line('Requests in 30 days', month.requests, limits.requests_month, count)}${line('Cost in 30 days, at most', month.most_cost, limits.cost_month, dollars)}</ul>
    <p class="quiet small">${count(month.written)} drafts, ${count(month.input_tokens)} tokens sent and ${count(month.output_tokens)} written. The cost is reckoned with the prices that you enter under Services, since Google’s service does not tell it; a request whose answer was lost counts in full. Google itself: ${cost}. How much it lets you ask: ${quota}.</p></section>`
}

/** @param {Writer['failures']} failures */
function errors(failures) {
  if (!failures.length) return ''
  return html`<section class="stack-small"><h3>What went wrong lately</h3><ul class="list">${failures.map(({ at, model, detail }) => html`<li class="list-row"><span class="list-main"><span>${detail}</span><span class="quiet small"><span title="${exact(at)}">${moment(at)}</span> · ${model}</span></span></li>`)}</ul></section>`
}
