// Which rows are picked: some of them, or everything that fits the filter.

export class Selection {
  /** @type {Set<string>} */
  #ids = new Set()
  /** Everything that fits the filter, also what is not loaded. */
  all = false

  /** @param {string} id */
  has(id) { return this.all || this.#ids.has(id) }
  get ids() { return [...this.#ids] }
  get some() { return this.all || this.#ids.size > 0 }
  /** How many; nothing where it is "everything". */
  get size() { return this.all ? null : this.#ids.size }

  /** @param {string} id @param {boolean} [on] */
  toggle(id, on = !this.has(id)) {
    if (this.all) this.clear()
    if (on) this.#ids.add(id)
    else this.#ids.delete(id)
  }

  /** @param {string[]} ids */
  add(ids) { for (const id of ids) this.#ids.add(id) }

  clear() {
    this.#ids.clear()
    this.all = false
  }

  /** As the bulk route takes it.
   * @param {Record<string, string>} filter */
  target(filter) { return this.all ? { filter } : { ids: this.ids } }
}
