// A pile of things to look at, one after another. Skipped ones come again at the end.

/** @template {{id: string}} Item */
export class Desk {
  /** @type {Item[]} */
  #pile = []
  /** @type {Set<string>} */
  #gone = new Set()
  /** @type {string[]} */
  #skipped = []
  done = 0

  /** Takes a fresh list; what was decided here stays away.
   * @param {Item[]} items */
  fill(items) {
    const place = new Map(this.#skipped.map((id, index) => [id, index + 1]))
    const current = this.current?.id
    this.#pile = items.filter(({ id }) => !this.#gone.has(id)).sort((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0))
    const index = this.#pile.findIndex(({ id }) => id === current)
    if (index > 0) this.#pile.unshift(...this.#pile.splice(index, 1))
  }

  /** @returns {Item|undefined} */
  get current() { return this.#pile[0] }
  get next() { return this.#pile[1] }
  get left() { return this.#pile.length }

  /** The current one is decided. */
  settle() {
    const item = this.#pile.shift()
    if (item) { this.#gone.add(item.id); this.done++ }
    return item
  }

  skip() {
    const item = this.#pile.shift()
    if (!item) return
    this.#skipped = [...this.#skipped.filter((id) => id !== item.id), item.id]
    this.#pile.push(item)
  }

  /** Puts a decided one back on top.
   * @param {Item} item */
  back(item) {
    this.#gone.delete(item.id)
    this.#pile = [item, ...this.#pile.filter(({ id }) => id !== item.id)]
    this.done = Math.max(0, this.done - 1)
  }
}
