// The table by which leads are scored: points by sign, what a change would do, and earlier tables.
import { api, html, View } from '../view.js'
import { icon, note } from './states.js'
import { done, say } from './toasts.js'
import { count, counted, exact, moment } from '../models/format.js'

/** What each sign looks at, and what its value is.
 * @type {Record<string, [string, string, string]>} */
const SIGNS = {
  has_email: ['Has an e-mail address', '', ''], verified_email: ['The address was checked and takes mail', '', ''], bad_email: ['The address was checked and takes none', '', ''],
  personal_email: ['The address is a person’s', '', ''], has_phone: ['Has a phone number', '', ''], has_contact_name: ['Somebody is named', '', ''], has_website: ['Has a web site', '', ''],
  no_website: ['Has no web site', '', ''], site_without_https: ['Its web site is not encrypted', '', ''], site_not_mobile: ['Its web site does not fit phones', '', ''],
  weak_site: ['Its web site was measured below', 'Measure, 0 to 100', '60'], category_matches: ['Its category is one of', 'Words', 'bakery, café'], is_near: ['It lies near', 'Latitude, longitude, kilometres', '53.08, 8.80, 30'], is_chain: ['It belongs to a chain', '', ''],
  is_large: ['It has at least so many people', 'People', '250'], high_authority: ['Its web site ranks at least', 'Rank, 0 to 1000', '500'], unreachable: ['There is no way to reach it', '', ''],
}
/** @typedef {{sign: string, points: number, value: string}} Rule */

export class ScorePart extends View {
  /** @type {{data: Rule[], standard: Rule[], history: {at: number, actor: string, rules: Rule[]}[]}|null} */
  table = null
  /** What is typed; null while it is as in force.
   * @type {Rule[]|null} */
  typed = null
  /** @type {ScorePreview|null} */
  preview = null
  /** @type {Record<string, string>} */
  errors = {}
  /** @type {any} */
  timer
  /** @type {Acts} */
  acts = {
    type: (input) => this.type(input),
    save: () => this.save(),
    discard: () => this.show(null),
    standard: () => this.show(this.table?.standard ?? null),
    earlier: (button) => this.show(this.table?.history[Number(button.dataset.at)].rules ?? null),
  }

  /** @returns {Rule[]} */
  get rules() { return this.typed ?? this.table?.data ?? [] }

  async fetch() { this.table = await api.get('/api/score-rules') }

  /** @param {Rule[]|null} rules */
  show(rules) {
    this.typed = rules && structuredClone(rules)
    this.errors = {}
    this.preview = null
    this.update()
    const form = /** @type {HTMLFormElement|null} */ (this.find('form'))
    form?.reset()
    if (rules) this.look()
  }

  /** @param {HTMLInputElement} input */
  type(input) {
    /** @type {Rule[]} */
    const typed = this.typed ?? structuredClone(this.rules)
    this.typed = typed
    const rule = typed.find(({ sign }) => sign === input.dataset.sign)
    if (!rule) return
    if (input.name.startsWith('value')) rule.value = input.value.trim()
    else rule.points = Math.round(Number(input.value)) || 0
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.look(), 400)
    this.update()
  }

  async look() {
    try {
      this.preview = await api.post('/api/score-rules/preview', { rules: this.rules })
      this.errors = {}
    } catch (problem) { this.refused(problem) }
    this.update()
  }

  async save() {
    const before = this.table?.data
    try { this.table = await api.post('/api/score-rules', { rules: this.rules }) } catch (problem) { this.refused(problem); return this.update() }
    this.show(null)
    done('Saved. All leads are scored anew.', async () => { this.table = await api.post('/api/score-rules', { rules: before }); this.show(null); say('The table is as it was.') })
  }

  /** @param {any} problem */
  refused(problem) {
    if (!problem.errors?.length) throw problem
    this.preview = null
    this.errors = Object.fromEntries(problem.errors.map((/** @type {{field: string, detail: string}} */ { field, detail }) => [field, detail]))
  }

  template() {
    return this.framed(() => html`<form class="stack-large" data-submit="save"><p class="quiet">Each lead begins with 20 points; what fits it is added, and the sum is kept within 0 to 100. <b>A</b> is 70 and more, <b>B</b> 40 and more, <b>C</b> less. A row with 0 points does not count.</p>
      <div class="table-frame"><table class="table"><thead><tr><th scope="col">What fits</th><th scope="col">Value</th><th scope="col" class="number">Points</th></tr></thead><tbody>${this.rules.map((rule) => this.row(rule))}</tbody></table></div>
      ${this.preview ? effect(this.preview) : ''}
      <div class="row row-end"><button type="button" class="button button-plain" data-act="standard">As delivered</button>${this.typed ? html`<button type="button" class="button" data-act="discard">Discard</button>` : ''}
      <button class="button button-main" ${this.typed && !Object.keys(this.errors).length ? '' : 'disabled'}>Use this table</button></div></form>${this.past()}`)
  }

  /** @param {Rule} rule */
  row({ sign, points, value }) {
    const [title, label, example] = SIGNS[sign] ?? [sign, '', '']
    const error = this.errors[sign]
    return html`<tr data-key="${sign}"><th scope="row">${title}${error ? html`<p class="field-error" id="score-error-${sign}">${icon('warning')}It ${error}.</p>` : ''}</th>
      <td>${label ? html`<input class="input" name="value-${sign}" aria-label="${title}: ${label}" placeholder="${example}" value="${value}" data-input="type" data-sign="${sign}" ${error ? html`aria-invalid="true" aria-describedby="score-error-${sign}"` : ''}>` : ''}</td>
      <td class="number"><input class="input input-points" type="number" min="-100" max="100" name="points-${sign}" aria-label="${title}: points" value="${String(points)}" data-input="type" data-sign="${sign}"></td></tr>`
  }

  past() {
    const history = this.table?.history ?? []
    if (!history.length) return ''
    return html`<section class="stack-small"><h3>Earlier tables</h3><ul class="list">${history.map((one, at) => html`<li data-key="${String(one.at)}"><div class="list-row"><span class="list-main"><span>${differences(history[at + 1]?.rules ?? this.table?.standard ?? [], one.rules)}</span><span class="quiet small" title="${exact(one.at)}">${moment(one.at)}</span></span><button class="button button-small" data-act="earlier" data-at="${String(at)}">Show</button></div></li>`)}</ul></section>`
  }
}

/** What changed from one table to the next, in words.
 * @param {Rule[]} before @param {Rule[]} after */
function differences(before, after) {
  const changed = after.filter((rule) => { const old = before.find(({ sign }) => sign === rule.sign); return !old || old.points !== rule.points || old.value !== rule.value })
  return changed.length ? changed.map(({ sign, points, value }) => `${SIGNS[sign]?.[0] ?? sign}${value ? ` ${value}` : ''}: ${points}`).join(' · ') : 'Nothing changed'
}

/** @param {ScorePreview} preview */
function effect({ leads, changed, before, after, movers }) {
  return note('note', html`<b>${leads ? `${count(changed)} of ${counted(leads, 'lead')} would get another score.` : 'There are no leads yet.'}</b> ${leads ? html`${['A', 'B', 'C'].map((one) => html`<span class="nowrap">${one}: ${count(before[one])} → ${count(after[one])}</span> `)}
    ${movers.length ? html`<ul class="reasons">${movers.map((one) => html`<li><span class="points">${one.before} → ${one.after}</span><a href="/leads/${one.id}">${one.business_name}</a></li>`)}</ul>` : ''}` : ''}`)
}
