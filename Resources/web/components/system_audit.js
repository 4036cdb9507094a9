import { api, html, View } from '../view.js'
import { empty, icon, moreButton, note } from './states.js'
import { count, exact, moment } from '../models/format.js'
import { auditWords } from '../models/audit.js'
import { plainWord } from '../models/labels.js'

/** Who changed what, and whether the record is whole. */
export class Audit extends View {
  /** @type {(import('../models/audit.js').AuditRow & {request_id: string|null})[]} */
  rows = []
  /** @type {string|null} */
  cursor = null
  /** @type {{ok: boolean, checked: number, problem: string|null}|null} */
  result = null
  /** @type {Acts} */
  acts = {
    verify: async () => { this.result = await api.post('/api/audit/verify'); this.update() },
    more: async () => { const { data, next_cursor: next } = await api.get('/api/audit', { cursor: this.cursor }); this.rows = [...this.rows, ...data]; this.cursor = next; this.update() },
  }

  async fetch() {
    const { data, next_cursor: next } = await api.get('/api/audit')
    this.rows = data
    this.cursor = next
  }

  template() {
    return this.framed(() => html`<div class="stack"><div class="row row-between"><p class="page-lead">Every change is written down. Should somebody alter that record later, it shows.</p><button class="button" data-act="verify">${icon('shield')}Check that it is whole</button></div>
      ${this.result ? note(this.result.ok ? 'good' : 'bad', this.result.ok ? html`<b>The record is whole.</b> ${count(this.result.checked)} entries were checked.` : html`<b>The record was changed from outside.</b> ${this.result.problem ?? ''}`) : ''}
      ${this.rows.length ? html`<ul class="list">${this.rows.map((row) => html`<li data-key="${row.id}"><details class="audit-line"><summary class="list-row">${icon('next', 'quiet')}<span class="list-main">${auditWords(row)}</span><time class="quiet small when" title="${exact(row.at)}">${moment(row.at)}</time></summary>${details(row)}</details></li>`)}</ul>
      ${this.cursor ? moreButton() : ''}` : empty({ icon: 'list', title: 'Nothing yet', text: 'What you and the program change is listed here.' })}</div>`)
  }
}

/** Longer values are of no use here. */
const LONGEST = 120

/** What was and what is, and what somebody who helps asks for; sealed values are not shown.
 * @param {Audit['rows'][number]} row */
function details({ id, at, entity, entity_id: thing, action, request_id: request, before, after }) {
  const cut = (/** @type {string|undefined} */ value) => !value ? '–' : value.length > LONGEST ? `${value.slice(0, LONGEST)} …` : value
  const names = Object.keys({ ...before, ...after }).filter((name) => before?.[name] !== after?.[name])
  return html`<dl class="facts small"><div><dt>When</dt><dd>${exact(at)}</dd></div>${names.map((name) => html`<div><dt>${plainWord(name)}</dt><dd>${before?.[name] ? html`${cut(before[name])} → ` : ''}${cut(after?.[name])}</dd></div>`)}
    <div><dt>Entry</dt><dd><code>${id} ${entity}.${action}</code></dd></div>${thing ? html`<div><dt>Of</dt><dd><code>${thing}</code></dd></div>` : ''}${request ? html`<div><dt>Request</dt><dd><code>${request}</code></dd></div>` : ''}</dl>`
}
