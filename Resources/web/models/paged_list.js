// A list of any length that the server gives page by page. Only the pages near the eye are kept.

/** Rows asked for at a time. */
export const PAGE = 100
/** Pages kept on each side of the one in view; others are asked for again by their cursor. */
const NEAR = 4

/** @template Row */
export class PagedList {
  /** The cursor before each known page; the first has none.
   * @type {(string|null)[]} */
  #cursors = [null]
  /** @type {Map<number, Row[]>} */
  #pages = new Map()
  /** @type {Map<number, Promise<void>>} */
  #asked = new Map()
  #end = false
  #length = 0
  /** The answer to the last question, without its rows: counts and the like.
   * @type {any} */
  answer = null

  /** @param {(cursor: string|null, limit: number) => Promise<{data: Row[], next_cursor: string|null}>} ask */
  constructor(ask) { this.ask = ask }

  /** Rows known so far. */
  get length() { return this.#length }
  /** Whether the last row is known. */
  get complete() { return this.#end }

  /** The row at a place, or nothing while it is not here.
   * @param {number} index @returns {Row|undefined} */
  at(index) { return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE] }

  /** The rows that are here.
   * @returns {Row[]} */
  get rows() { return [...this.#pages.entries()].sort((a, b) => a[0] - b[0]).flatMap(([, rows]) => rows) }

  /** Makes the rows from first to last be here, and one page more where the end is near.
   * @param {number} first @param {number} last */
  async need(first, last) {
    const wanted = Math.min(Math.floor((last + PAGE / 2) / PAGE), this.#cursors.length - 1)
    const pages = []
    for (let page = Math.floor(first / PAGE); page <= wanted; page++) if (!this.#pages.has(page)) pages.push(this.#fetch(page))
    if (!pages.length) return false
    await Promise.all(pages)
    this.#forget(Math.floor(first / PAGE), wanted)
    return true
  }

  /** Replaces a row by a newer one.
   * @param {(row: Row) => boolean} isIt @param {Row} row */
  replace(isIt, row) {
    for (const rows of this.#pages.values()) {
      const index = rows.findIndex(isIt)
      if (index >= 0) rows[index] = row
    }
  }

  /** @param {number} page */
  #fetch(page) {
    const running = this.#asked.get(page)
    if (running) return running
    const asked = this.#take(page).finally(() => this.#asked.delete(page))
    this.#asked.set(page, asked)
    return asked
  }

  /** @param {number} page */
  async #take(page) {
    const { data, ...answer } = await this.ask(this.#cursors[page], PAGE)
    this.#pages.set(page, data)
    this.answer = answer
    if (page < this.#cursors.length - 1) return
    if (answer.next_cursor) this.#cursors.push(answer.next_cursor)
    this.#end = !answer.next_cursor
    this.#length = page * PAGE + data.length
  }

  /** @param {number} first @param {number} last */
  #forget(first, last) {
    for (const page of this.#pages.keys()) if (page < first - NEAR || page > last + NEAR) this.#pages.delete(page)
  }
}
