// Search, filters and columns above the lead list.
import { html } from '../html.js'
import { icon } from './icon.js'
import { field } from './field.js'
import { address } from '../api.js'
import { count } from '../models/format.js'
import { LEAD_STATES, OUTCOMES, SOURCES } from '../models/labels.js'
import { chosenColumns, COLUMNS } from '../models/lead_columns.js'
import { chipsOf, filtersOf, listPath, questionOf } from '../models/lead_filters.js'
import { viewMenu } from './lead_views.js'

/** @param {Record<string, {text: string}|string>} labels @param {string} any */
const choices = (labels, any) => [{ value: '', label: any }, ...Object.entries(labels).map(([value, label]) => ({ value, label: typeof label === 'string' ? label : label.text }))]

/** @param {URLSearchParams} query @param {LeadCounts|null} counts @param {import('./lead_views.js').LeadView[]} views */
export function leadToolbar(query, counts, views) {
  const filters = filtersOf(query)
  return html`<div class="toolbar"><div class="searchbox">${icon('search')}<input class="input" type="search" id="lead-search" aria-label="Search leads" placeholder="Search name, person, e-mail, place" value="${filters.q ?? ''}" data-input="search"></div>
    ${filterMenu(filters)}${columnMenu()}${viewMenu(views, query)}
    <a class="button button-plain" href="${address('/api/leads/export', { format: 'csv', ...questionOf(query) })}" download>${icon('download')}Export</a></div>
    <div class="toolbar" role="group" aria-label="Filter">${reviewChips(query, filters, counts)}
    ${chipsOf(filters).map(({ name, text }) => html`<a class="chip" aria-current="true" href="${listPath(query, { [name]: '' })}" aria-label="${text}. Take this filter away">${text}${icon('cross')}</a>`)}</div>`
}

/** @param {URLSearchParams} query @param {Record<string, string>} filters @param {LeadCounts|null} counts */
function reviewChips(query, filters, counts) {
  const by = counts?.by_review ?? {}
  const all = Object.values(by).reduce((sum, one) => sum + one, 0)
  return [['', 'All', all], ['pending', 'To review', by.pending], ['approved', 'You approved', by.approved], ['rejected', 'You rejected', by.rejected]].map(([value, text, number]) => html`<a class="chip"
    href="${listPath(query, { review_status: String(value) })}" ${(filters.review_status ?? '') === value ? html`aria-current="true"` : ''}>${text}${counts ? html` <span>${count(Number(number ?? 0))}</span>` : ''}</a>`)
}

/** @param {Record<string, string>} filters */
function filterMenu(filters) {
  /** @param {string} name @param {string} label @param {{value: string, label: string}[]} list */
  const pick = (name, label, list) => field({ name, id: `filter-${name}`, label, value: filters[name], choices: list, change: 'filter' })
  return html`<details class="menu"><summary class="button button-plain">${icon('filter')}Filter</summary><div class="menu-list">
    ${pick('state', 'State', choices(LEAD_STATES, 'Any'))}${pick('outcome', 'Outcome', choices(OUTCOMES, 'Any'))}${pick('source', 'Source', choices(SOURCES, 'Any'))}
    ${pick('has_email', 'E-mail', choices({ true: 'Has an address', false: 'Has none' }, 'Any'))}
    ${pick('site', 'Web site', choices({ failed: 'Could not be read' }, 'Any'))}
    ${field({ name: 'country', id: 'filter-country', label: 'Country', value: filters.country, change: 'filter' })}${field({ name: 'tag', id: 'filter-tag', label: 'Tag', value: filters.tag, change: 'filter' })}</div></details>`
}

function columnMenu() {
  return html`<details class="menu"><summary class="button button-plain">${icon('columns')}Columns</summary><fieldset class="menu-list"><legend class="hidden">Columns</legend>
    ${COLUMNS.slice(1).map((column) => html`<label class="row"><input type="checkbox" name="${column.id}" data-change="column" ${chosenColumns().includes(column.id) ? 'checked' : ''}>${column.title}</label>`)}</fieldset></details>`
}

/** What can be done with the picked leads.
 * @param {number|null} picked nothing for all @param {number|null} total */
export function bulkBar(picked, total) {
  return html`<div class="bulk" role="group" aria-label="Picked leads"><b>${picked === null ? `All ${total === null ? '' : count(total)}` : count(picked)} picked</b>
    ${picked !== null && total !== null && total > picked ? html`<button class="link" data-act="pickAll">Pick all ${count(total)}</button>` : ''}
    <button class="button button-small" data-act="bulk" data-do="approve">${icon('check')}Approve</button><button class="button button-small" data-act="bulk" data-do="reject">${icon('cross')}Reject</button>
    <button class="button button-small" data-act="bulk" data-do="tag">${icon('tag')}Tag</button><button class="button button-small" data-act="bulk" data-do="outcome">${icon('flag')}Outcome</button>
    <details class="menu menu-up"><summary class="button button-small">More</summary><div class="menu-list"><button class="button button-plain" data-act="work" data-do="drafts">${icon('edit')}Write drafts</button><button class="button button-plain" data-act="work" data-do="verify">${icon('check')}Check addresses</button><button class="button button-plain" data-act="work" data-do="enrich">${icon('again')}Read web sites</button><button class="button button-plain" data-act="work" data-do="measure">${icon('search')}Measure web sites</button><button class="button button-plain" data-act="work" data-do="rank">${icon('search')}Measure and rank domains</button><button class="button button-plain" data-act="bulk" data-do="restore">${icon('back')}Take up again</button></div></details>
    <button class="button button-small" data-act="exportPicked">${icon('download')}Export</button>
    <button class="button button-small button-plain" data-act="unpick">Clear</button></div>`
}
