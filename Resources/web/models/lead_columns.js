// The columns of the lead list. The name is always there.
import { html } from '../html.js'
import { badge } from '../components/states.js'
import { count, exact, moment } from './format.js'
import { labelOf, LEAD_STATES, OUTCOMES, plainWord, SOURCES } from './labels.js'
import { keep, kept } from './theme.js'

const PLACE = 'lead-columns'
const USUAL = ['city', 'contact_name', 'email', 'score', 'state', 'discovered_at']

/** @param {string} id @param {string} title @param {(lead: Lead) => any} [cell] @param {Partial<import('../components/virtual_table.js').Column>} [more] @returns {import('../components/virtual_table.js').Column} */
const column = (id, title, cell, more = {}) => ({ id, title, cell: cell ?? ((lead) => /** @type {any} */ (lead)[id] ?? html`<span class="quiet">–</span>`), wide: true, ...more })

/** @type {import('../components/virtual_table.js').Column[]} */
export const COLUMNS = [
  column('business_name', 'Business', (lead) => html`<a class="cell-main" href="/leads/${lead.id}" data-open="${lead.id}">${lead.business_name}</a>${lead.suppressed ? html` <span class="quiet small">never written to</span>` : ''}`, { sort: 'business_name', wide: false }),
  column('category', 'Category'),
  column('city', 'City'),
  column('country', 'Country'),
  column('contact_name', 'Contact'),
  column('email', 'E-mail'),
  column('phone', 'Phone'),
  column('domain', 'Web site'),
  column('score', 'Score', (lead) => html`${count(lead.score)}${lead.score_class ? html` <span class="quiet">${lead.score_class}</span>` : ''}`, { sort: 'score', number: true }),
  column('state', 'State', (lead) => badge(labelOf(LEAD_STATES, lead.state)), { wide: false }),
  column('outcome', 'Outcome', (lead) => lead.outcome === 'open' ? html`<span class="quiet">Open</span>` : badge(labelOf(OUTCOMES, lead.outcome))),
  column('tags', 'Tags', (lead) => lead.tags.join(', ')),
  column('source', 'Source', (lead) => SOURCES[lead.source] ?? plainWord(lead.source)),
  column('discovered_at', 'Found', (lead) => html`<span title="${exact(lead.discovered_at)}">${moment(lead.discovered_at)}</span>`, { sort: 'discovered_at' }),
  column('updated_at', 'Changed', (lead) => html`<span title="${exact(lead.updated_at)}">${moment(lead.updated_at)}</span>`, { sort: 'updated_at' }),
]

/** Ids of the chosen columns beside the name.
 * @returns {string[]} */
export function chosenColumns() { return kept(PLACE, USUAL) }

/** @param {string} id @param {boolean} on */
export function chooseColumn(id, on) {
  keep(PLACE, COLUMNS.map((column) => column.id).filter((other) => other === id ? on : chosenColumns().includes(other)))
}

/** @param {string[]} ids */
export function setColumns(ids) { keep(PLACE, COLUMNS.map(({ id }) => id).filter((id) => ids.includes(id))) }

/** @returns {import('../components/virtual_table.js').Column[]} */
export function shownColumns() { return COLUMNS.filter((column) => column.id === 'business_name' || chosenColumns().includes(column.id)) }
