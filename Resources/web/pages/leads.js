import { api, html, View } from '../view.js'
import { icon } from '../components/icon.js'
import { bulkBar, leadToolbar } from '../components/lead_toolbar.js'
import { askTag, noLeads, nothingFits } from '../components/lead_words.js'
import { loadViews, viewActs } from '../components/lead_views.js'
import { LeadPanel } from '../components/lead_panel.js'
import { VirtualTable } from '../components/virtual_table.js'
import { confirm } from '../components/dialog.js'
import { complain, done, say } from '../components/toasts.js'
import { bulk, exportLeads, outcomeText, reverse } from '../models/bulk.js'
import { chooseColumn, shownColumns } from '../models/lead_columns.js'
import { filtersOf, listPath, questionOf, sortOf } from '../models/lead_filters.js'
import { PagedList } from '../models/paged_list.js'
import { Selection } from '../models/selection.js'
import { counted } from '../models/format.js'

/** Milliseconds after the last letter before the list is searched. */
const PATIENCE = 180

/** Every lead, with search, filters and a panel for one of them. */
export default class Leads extends View {
  title = 'Leads'
  place = 'leads'
  picked = new Selection()
  list = this.newList()
  /** @type {VirtualTable|null} */
  table = null
  /** @type {LeadPanel|null} */
  panel = null
  asked = ''
  /** @type {import('../components/lead_views.js').LeadView[]} */
  views = []
  /** @type {any} */
  timer

  /** @type {Acts} */
  acts = {
    search: (input) => {
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.go({ q: input.value.trim() }, true), PATIENCE)
    },
    filter: (input) => this.go({ [input.name]: input.value.trim() }),
    column: (input) => { chooseColumn(input.name, input.checked); this.update() },
    sort: (button) => this.sort(button.dataset.by ?? ''),
    row: (row, event) => this.click(row, event),
    pick: (box) => { this.picked.toggle(box.value, box.checked); this.update() },
    pickShown: (box) => { if (box.checked) this.picked.add(this.list.rows.map(({ id }) => id)); else this.picked.clear(); this.update() },
    pickAll: () => { this.picked.all = true; this.update() },
    unpick: () => { this.picked.clear(); this.update() },
    bulk: (button) => this.bulk(button.dataset.do ?? ''),
    work: async (button) => this.picked.all ? say('Pick the leads one by one or page by page for this; it takes its time, and checking costs credits.') : (await import('../components/lead_work.js')).work(button.dataset.do ?? '', this.picked.ids),
    exportPicked: () => exportLeads(this.picked, questionOf(this.context.query)),
    ...viewActs(this),
  }

  newList() { return new PagedList((cursor, limit) => api.get('/api/leads', { ...questionOf(this.context.query), cursor, limit })) }
  get openId() { return this.context.params.id ?? '' }
  get filters() { return filtersOf(this.context.query) }
  get narrowed() { return Object.keys(this.filters).length > 0 }
  /** @returns {LeadCounts|null} */
  get counts() { return this.list.answer?.counts ?? null }

  async open() {
    this.live(['lead', 'import'])
    this.ends(() => { this.table?.close(); this.panel?.close() })
    this.keys('Leads', [
      { key: 'j', text: 'Next lead', run: () => this.move(1) },
      { key: 'k', text: 'Previous lead', run: () => this.move(-1) },
      { key: 'Enter', text: 'Open the lead', run: () => this.show(this.table?.list.at(this.table.at)?.id) },
      { key: 'x', text: 'Pick the lead', run: () => this.pickCurrent() },
      { key: '/', text: 'Search', run: () => this.find('#lead-search')?.focus() },
      { key: 'Escape', text: 'Close the lead', run: () => this.escape(), always: true },
    ])
    this.asked = JSON.stringify(questionOf(this.context.query))
    loadViews().then((views) => { this.views = views; this.update() }, () => {})
    await super.open()
    this.showPanel()
  }

  /** Another lead, or other filters. */
  async arrive() {
    const question = JSON.stringify(questionOf(this.context.query))
    if (question !== this.asked) {
      this.asked = question
      this.picked.clear()
      this.find('#table')?.scrollTo(0, 0)
      await this.reload()
    } else this.update()
    this.showPanel()
  }

  async fetch() {
    const list = this.newList()
    const last = this.table ? Math.ceil((this.table.root.scrollTop + 900) / 40) : 0
    // As far as the eye was before, within reason: pages follow one another by cursor.
    for (let round = 0; round < 8; round++) if (!await list.need(round * 100, Math.min(last, round * 100 + 40)) || list.complete || list.length > last) break
    this.list = list
  }

  /** @param {Record<string, string|null>} change @param {boolean} [replace] */
  go(change, replace = false) { this.context.router.go(listPath(this.context.query, change, location.pathname), { replace }) }

  /** @param {string} by */
  sort(by) {
    const now = sortOf(this.context.query)
    this.go({ sort: by, order: now.by === by && now.order === 'desc' ? 'asc' : 'desc' })
  }

  /** @param {string} [id] */
  show(id) { if (id !== undefined) this.context.router.go(listPath(this.context.query, {}, id ? `/leads/${id}` : '/leads'), { replace: Boolean(id && this.openId) }) }

  /** @param {HTMLElement} row @param {Event} event */
  click(row, event) {
    if (event.target instanceof Element && event.target.closest('.pick')) return
    event.preventDefault()
    if (this.table) this.table.at = Number(row.dataset.index)
    this.show(row.dataset.key)
  }

  /** @param {number} step */
  move(step) {
    const lead = this.table?.move(step)
    if (this.openId && lead) this.show(lead.id)
  }

  pickCurrent() {
    const lead = this.list.at(this.table?.at ?? -1)
    if (lead) this.picked.toggle(lead.id)
    this.update()
  }

  escape() {
    const menu = this.root.querySelector('details[open]')
    if (menu) menu.removeAttribute('open')
    else if (this.openId) this.show('')
  }

  showPanel() { this.panel = this.beside(this.panel, '#lead-panel', this.openId, (place) => new LeadPanel(place, this.context, this.openId, { close: () => this.show(''), show: (id) => this.show(id) })) }

  /** @param {string} action */
  async bulk(action) {
    const value = action === 'tag' ? await askTag() : action === 'outcome' ? await (await import('../components/lead_work.js')).askOutcome() : undefined
    if (value === '') return
    const whole = this.picked.all
    if (whole && !await confirm({ title: `${action === 'approve' ? 'Approve' : action === 'reject' ? 'Reject' : 'Change'} ${counted(this.counts?.total ?? 0, 'lead')}?`, text: 'This reaches every lead that fits the search and filters, also those that you have not scrolled to.', act: 'Go on' })) return
    const target = this.picked.target(this.filters)
    const answer = await bulk(action, target, value)
    const back = reverse(action)
    this.picked.clear()
    await this.reload()
    if (!back || whole) return say(outcomeText(action, answer))
    const left = new Set(answer.skipped.map(({ id }) => id))
    done(outcomeText(action, answer), async () => { await bulk(back, { ids: (target.ids ?? []).filter((id) => !left.has(id)) }, value); await this.reload() })
  }

  template() {
    return html`<div class="page-head"><h1>Leads</h1><div class="row"><a class="button" href="/import">${icon('upload')}Import</a><a class="button button-main" href="/leads/new">${icon('plus')}Add a lead</a></div></div>
      ${leadToolbar(this.context.query, this.counts, this.views)}
      <div class="split ${this.openId ? 'split-open' : ''}"><div>${this.framed(() => this.rows())}</div>
      ${this.openId ? html`<aside class="side" id="lead-panel" aria-label="Lead" data-island></aside>` : ''}</div>`
  }

  rows() {
    if (!this.list.length) return this.narrowed ? nothingFits() : noLeads()
    return html`<div class="table-frame table-tall" id="table" data-island tabindex="-1"></div>${this.picked.some ? bulkBar(this.picked.size, this.counts?.total ?? null) : ''}`
  }

  drawn() {
    const place = this.find('#table')
    if (this.table && this.table.root !== place) { this.table.close(); this.table = null }
    if (!place) return
    this.table ??= new VirtualTable(place, this.shape(), this.list, complain)
    Object.assign(this.table, { list: this.list, shape: this.shape() })
    this.table.draw()
  }

  /** @returns {import('../components/virtual_table.js').Shape} */
  shape() {
    const columns = this.openId ? shownColumns().filter(({ id }) => ['business_name', 'city', 'state'].includes(id)) : shownColumns()
    return {
      label: 'Leads', columns, sort: sortOf(this.context.query), idOf: (lead) => lead.id,
      look: (lead) => this.picked.has(lead.id) || lead.id === this.openId ? 'picked' : '',
      head: html`<input type="checkbox" aria-label="Pick the leads shown" data-change="pickShown" ${this.picked.some ? 'checked' : ''}>`,
      lead: (lead) => html`<input type="checkbox" aria-label="Pick ${lead.business_name}" value="${lead.id}" data-change="pick" ${this.picked.has(lead.id) ? 'checked' : ''}>`,
    }
  }
}
