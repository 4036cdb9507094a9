import { api, html, View } from '../view.js'
import { empty, icon, moreButton, note } from './states.js'
import { count, exact, moment } from '../models/format.js'
import { plainWord } from '../models/labels.js'

/** @type {Record<string, string>} */
const ACTORS = { user: 'You', system: 'The program', agent: 'An agent' }

/** Who changed what, and whether the record is whole. */
export class Audit extends View {
  /** @type {{id: string, at: number, actor: string, action: string, entity: string, entity_id: string|null, before: Record<string, string>|null, after: Record<string, string>|null}[]} */
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
    return this.framed(() => html`<div class="stack"><div class="row row-between"><p class="page-lead">Every change is written down and can’t be altered later.</p><button class="button" data-act="verify">${icon('shield')}Check that it is whole</button></div>
      ${this.result ? note(this.result.ok ? 'good' : 'bad', this.result.ok ? html`<b>The record is whole.</b> ${count(this.result.checked)} entries were checked.` : html`<b>The record was changed from outside.</b> ${this.result.problem ?? ''}`) : ''}
      ${this.rows.length ? html`<ul class="list">${this.rows.map((row) => html`<li class="list-row" data-key="${row.id}"><span class="list-main"><b>${row.entity === 'setting' ? row.entity_id : plainWord(row.entity)}: ${plainWord(row.action.replaceAll('.', ' ')).toLowerCase()}</b><span class="quiet small">${ACTORS[row.actor] ?? row.actor}${difference(row)}</span></span><time class="quiet small when" title="${exact(row.at)}">${moment(row.at)}</time></li>`)}</ul>
      ${this.cursor ? moreButton() : ''}` : empty({ icon: 'list', title: 'Nothing yet', text: 'What you and the program change is listed here.' })}</div>`)
  }
}

/** Longer values are of no use in a line. */
const LONGEST = 60

/** What was and what is; sealed values are not shown.
 * @param {{before: Record<string, string>|null, after: Record<string, string>|null}} row */
function difference({ before, after }) {
  const names = Object.keys({ ...before, ...after }).filter((name) => before?.[name] !== after?.[name] && ![before?.[name], after?.[name]].some((value) => (value ?? '').length > LONGEST))
  return names.map((name) => ` · ${plainWord(name).toLowerCase()}: ${before?.[name] ? `${before[name]} → ` : ''}${after?.[name] || 'none'}`).join('')
}
