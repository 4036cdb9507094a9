// The last thing that can be taken back.

/** Milliseconds for which Undo is offered. */
export const UNDO_TIME = 8_000

/** @typedef {{text: string, undo: () => any, id: number}} Done */

/** Remembers acts that can be undone, newest last. */
export class UndoPile {
  /** @type {Done[]} */
  #pile = []
  #last = 0
  /** @param {(work: () => void, wait: number) => any} [later] */
  constructor(later = (work, wait) => setTimeout(work, wait)) { this.later = later }

  /** Adds an act; it is forgotten after `UNDO_TIME`.
   * @param {string} text @param {() => any} undo @returns {Done} */
  add(text, undo) {
    const done = { text, undo, id: ++this.#last }
    this.#pile.push(done)
    this.later(() => this.drop(done.id), UNDO_TIME)
    return done
  }

  /** @param {number} id */
  drop(id) { this.#pile = this.#pile.filter((done) => done.id !== id) }

  /** Takes out one act to undo it: this one, or the newest.
   * @param {number} [id] @returns {Done|undefined} */
  take(id) {
    const done = id === undefined ? this.#pile.at(-1) : this.#pile.find((other) => other.id === id)
    if (done) this.drop(done.id)
    return done
  }

  get size() { return this.#pile.length }
}
