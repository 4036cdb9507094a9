// A table over a list of any length: only the rows in view are on the page.
import { html } from '../html.js'
import { render } from '../morph.js'
import { scrollFor, windowOf } from '../models/virtual.js'
import { icon } from './icon.js'

/** @typedef {{id: string, title: string, width?: string, sort?: string, wide?: boolean, number?: boolean, cell: (row: any) => any}} Column */
/** @typedef {{label: string, columns: Column[], idOf: (row: any) => string, look: (row: any) => string, head?: any, lead?: (row: any) => any, sort: {by: string, order: string}}} Shape */

/** Pixels of the table's head. */
const HEAD = 36

export class VirtualTable {
  #row = 44
  /** The place of the row that j and k move. */
  at = -1

  /** @param {HTMLElement} root @param {Shape} shape @param {import('../models/paged_list.js').PagedList<any>} list @param {(error: any) => void} fail */
  constructor(root, shape, list, fail) {
    this.root = root
    this.shape = shape
    this.list = list
    this.fail = fail
    this.root.addEventListener('scroll', () => requestAnimationFrame(() => this.draw()), { passive: true })
    this.watch = new ResizeObserver(() => this.draw())
    this.watch.observe(root)
  }

  close() { this.watch.disconnect() }

  /** Draws what is in view and asks for what is missing. */
  draw() {
    const rest = this.root.getBoundingClientRect().top + scrollY
    // The panel beside it ends where the table does.
    const frame = /** @type {HTMLElement} */ (this.root.closest('.split') ?? this.root)
    frame.style.setProperty('--table-top', `${Math.round(rest)}px`)
    const part = this.#window()
    render(this.root, this.#template(part))
    const spacers = this.root.querySelectorAll('.spacer td')
    for (const [index, pixels] of [part.before, part.after].entries()) /** @type {HTMLElement} */ (spacers[index]).style.height = `${pixels}px`
    const row = this.root.querySelector('tbody tr[aria-rowindex]')
    if (row instanceof HTMLElement && row.offsetHeight > 20) this.#row = row.offsetHeight
    this.#want(part)
  }

  /** Never more than a window's height: a frame that is not laid out yet is as high as its rows, and would grow with them. */
  #window() { return windowOf({ top: Math.max(0, this.root.scrollTop - HEAD), height: Math.min(this.root.clientHeight || 600, innerHeight), row: this.#row, length: this.list.length }) }

  /** @param {{first: number, last: number}} part */
  #want({ first, last }) {
    this.list.need(first, last).then((more) => { if (more && this.root.isConnected) this.draw() }, this.fail)
  }

  /** Moves the current row. Returns it.
   * @param {number} step */
  move(step) {
    this.at = Math.max(0, Math.min(this.list.length - 1, this.at + step))
    const top = scrollFor({ top: this.root.scrollTop, height: this.root.clientHeight, row: this.#row, index: this.at, head: HEAD })
    if (top !== null) this.root.scrollTop = top
    this.draw()
    return this.list.at(this.at)
  }

  /** @param {{first: number, last: number, before: number, after: number}} part */
  #template({ first, last }) {
    const { columns, label, head, lead } = this.shape
    const span = columns.length + (lead ? 1 : 0)
    const rows = Array.from({ length: last - first }, (_, index) => this.#line(first + index))
    return html`<table class="virtual" aria-label="${label}" aria-rowcount="${this.list.complete ? this.list.length + 1 : -1}">
      <thead><tr aria-rowindex="1">${lead ? html`<th class="pick">${head}</th>` : ''}${columns.map((column) => this.#title(column))}</tr></thead>
      <tbody><tr class="spacer" aria-hidden="true" data-key="before"><td colspan="${span}"></td></tr>${rows}<tr class="spacer" aria-hidden="true" data-key="after"><td colspan="${span}"></td></tr></tbody></table>`
  }

  /** @param {Column} column */
  #title(column) {
    const { by, order } = this.shape.sort
    const sorted = column.sort === by
    const look = `${column.number ? 'number' : ''} ${column.wide ? 'at-wide' : ''} col-${column.id}`
    if (!column.sort) return html`<th class="${look}">${column.title}</th>`
    return html`<th class="${look}" aria-sort="${sorted ? `${order}ending` : 'none'}"><button class="sort ${sorted && order === 'asc' ? 'sort-up' : ''}" data-act="sort" data-by="${column.sort}">${column.title}${sorted ? icon('down') : ''}</button></th>`
  }

  /** @param {number} index */
  #line(index) {
    const { columns, idOf, look, lead } = this.shape
    const row = this.list.at(index)
    if (!row) return html`<tr aria-rowindex="${index + 2}" data-key="gap-${index}"><td colspan="${columns.length + (lead ? 1 : 0)}"><span class="quiet">…</span></td></tr>`
    return html`<tr class="${look(row)} ${index === this.at ? 'at' : ''}" aria-rowindex="${index + 2}" data-key="${idOf(row)}" data-index="${index}" data-act="row">
      ${lead ? html`<td class="pick">${lead(row)}</td>` : ''}${columns.map((column) => html`<td class="${column.number ? 'number' : ''} ${column.wide ? 'at-wide' : ''} col-${column.id}">${column.cell(row)}</td>`)}</tr>`
  }
}
