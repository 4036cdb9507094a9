// Views of the lead list under a name: search, filters, order and columns, kept by the program.
import { api, html } from '../view.js'
import { field, valuesOf } from './field.js'
import { icon } from './icon.js'
import { done, say } from './toasts.js'
import { chosenColumns, setColumns } from '../models/lead_columns.js'

/** @typedef {{id: string, name: string, query: string, columns: string[]}} LeadView */

/** @returns {Promise<LeadView[]>} */
export async function loadViews() { return (await api.get('/api/lead-views')).data }

/** @param {LeadView[]} views @param {URLSearchParams} query */
export function viewMenu(views, query) {
  return html`<details class="menu"><summary class="button button-plain">${icon('star')}Views</summary><div class="menu-list">
    ${views.length ? html`<ul class="stack-small">${views.map(({ id, name, query: kept }) => html`<li class="row row-between nowrap-row" data-key="${id}"><button class="link cut" data-act="view" data-id="${id}" ${kept === query.toString() ? html`aria-current="true"` : ''}>${name}</button>
      <button class="icon-button" data-act="forgetView" data-id="${id}" title="Forget this view">${icon('cross')}<span class="hidden">Forget ${name}</span></button></li>`)}</ul>` : html`<p class="quiet small">Keep a search with its filters, order and columns, to come back to it.</p>`}
    <form class="stack-small" data-submit="keepView">${field({ name: 'view', id: 'view-name', label: 'Name of this view', required: true })}<button class="button button-small">Keep this view</button></form></div></details>`
}

/** What the menu does.
 * @param {{context: Context, views: LeadView[], update: () => void, find: (selector: string) => any}} page @returns {Acts} */
export function viewActs(page) {
  /** @param {string} [id] */
  const find = (id) => /** @type {LeadView} */ (page.views.find((view) => view.id === id))
  /** @param {Omit<LeadView, 'id'>} view */
  const keep = async (view) => { await api.post('/api/lead-views', view); page.views = await loadViews(); page.update() }
  return {
    view: (button) => {
      const { query, columns } = find(button.dataset.id)
      setColumns(columns)
      button.closest('details')?.removeAttribute('open')
      page.context.router.go(query ? `/leads?${query}` : '/leads')
    },
    keepView: async (form) => {
      const { view: name } = valuesOf(form)
      if (!name) return page.find('#view-name')?.focus()
      await keep({ name, query: page.context.query.toString(), columns: chosenColumns() })
      form.reset()
      say(`Kept as “${name}”.`)
    },
    forgetView: async (button) => {
      const view = find(button.dataset.id)
      await api.delete(`/api/lead-views/${view.id}`)
      page.views = await loadViews()
      page.update()
      done(`The view “${view.name}” is forgotten.`, () => keep(view))
    },
  }
}
