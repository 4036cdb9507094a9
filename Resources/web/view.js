// What every page and panel is: a template, its acts, and the news that make it fetch again.
import { render } from './morph.js'
import { html } from './html.js'
import { events } from './events.js'
import { keys } from './keys.js'
import { complain } from './components/toasts.js'
import { failed, loading } from './components/states.js'

export { api } from './api.js'
export { html } from './html.js'

/** Milliseconds in which news are gathered before a page fetches again. */
const GATHER = 250

/** A part of the page. Subclasses give `template()` and often `fetch()` and `acts`. */
export class View {
  #stop = new AbortController()
  /** @type {(() => void)[]} */
  #ends = []
  #round = 0
  /** Controls whose act still runs: a second click does nothing. */
  #busy = new WeakSet()
  /** @type {'loading'|'ready'|'failed'} */
  status = 'loading'
  /** @type {any} */
  problem = null
  /** Names in data-act, data-submit, data-input and data-change → what to do.
   * @type {Acts} */
  acts = {}
  /** Things whose change makes it fetch again.
   * @type {string[]} */
  news = []
  #common = { retry: () => this.reload() }

  /** @param {Element} root @param {Context} context */
  constructor(root, context) {
    this.root = root
    this.context = context
    for (const type of ['click', 'submit', 'input', 'change']) {
      root.addEventListener(type, (event) => this.#act(type === 'click' ? 'act' : type, event), { signal: this.signal })
    }
  }

  get signal() { return this.#stop.signal }
  /** @returns {import('./html.js').Markup} */
  template() { return html`` }
  /** Gets what the page shows.
   * @returns {Promise<void>} */
  async fetch() {}
  /** Called after each drawing. */
  drawn() {}

  /** Draws, fetches, draws again. */
  async open() {
    if (this.news.length) this.live(this.news)
    this.update()
    await this.reload()
  }

  /** Fetches again; an answer that a later one overtook is dropped. */
  async reload() {
    const round = ++this.#round
    try {
      await this.fetch()
      if (round === this.#round) [this.status, this.problem] = ['ready', null]
    } catch (problem) {
      if (round !== this.#round || this.signal.aborted) return
      // What is shown stays; that it may be old is said once.
      if (this.status === 'ready') return complain(problem)
      ;[this.status, this.problem] = ['failed', problem]
    }
    if (round === this.#round) this.update()
  }

  update() {
    if (this.signal.aborted) return
    render(this.root, this.template())
    this.drawn()
  }

  /** The content once it is there, else that it loads or why it failed.
   * @param {() => any} content */
  framed(content) {
    if (this.status === 'loading') return loading()
    return this.status === 'failed' ? failed(this.problem) : content()
  }

  /** Fetches again when one of these things changes.
   * @param {string[]} names @param {(news: {name: string, id: string|null}) => void} [tell] */
  live(names, tell) {
    /** @type {any} */
    let timer
    this.ends(events().on(names, (news) => {
      if (tell) return tell(news)
      if (timer) return
      timer = setTimeout(() => { timer = null; if (!this.signal.aborted) this.reload() }, GATHER)
    }))
  }

  /** @param {string} title @param {import('./keys.js').Key[]} list */
  keys(title, list) { this.ends(keys.push({ title, keys: list })) }
  /** Asks before the page is left while something in it is not saved.
   * @param {() => boolean} unsaved */
  holds(unsaved) { for (const type of ['beforeunload', 'leaving']) addEventListener(type, (event) => { if (unsaved()) event.preventDefault() }, { signal: this.signal }) }
  /** Remembers what to end when the view closes.
   * @param {() => void} end */
  ends(end) { this.#ends.push(end) }
  /** Shows the panel of one row beside a list, or takes it away; the focus goes back to the row.
   * @template {View & {id: string}} Panel
   * @param {Panel|null} panel the one that is there @param {string} place @param {string} id of the row that is open @param {(root: Element) => Panel} make @returns {Panel|null} */
  beside(panel, place, id, make) {
    const root = this.find(place)
    if (panel && (panel.root !== root || panel.id !== id)) {
      panel.close()
      if (!root) this.find(`a[href*="${CSS.escape(panel.id)}"]`)?.focus()
      panel = null
    }
    if (!root || panel) return panel
    root.replaceChildren()
    const next = make(root)
    next.open()
    return next
  }
  /** @param {string} selector @returns {any} */
  find(selector) { return this.root.querySelector(selector) }

  close() {
    this.#stop.abort()
    for (const end of this.#ends.splice(0)) end()
  }

  /** Does something that may fail; the failure is said in a toast.
   * @param {() => any} work */
  async attempt(work) {
    try { return await work() } catch (problem) { complain(problem) }
  }

  /** @param {string} type @param {Event} event */
  async #act(type, event) {
    const element = event.target instanceof Element && event.target.closest(`[data-${type}]`)
    const name = element ? element.getAttribute(`data-${type}`) ?? '' : ''
    const act = element && this.root.contains(element) && (this.acts[name] ?? /** @type {any} */ (this.#common)[name])
    if (!element || !act) return
    event.stopPropagation()
    if (type === 'submit' || element.tagName === 'A') event.preventDefault()
    if (type === 'input' || type === 'change') return void this.attempt(() => act(element, event))
    if (this.#busy.has(element) || element.getAttribute('aria-disabled') === 'true') return
    this.#busy.add(element)
    // An act that is done at once never flickers.
    const slow = setTimeout(() => element.setAttribute('aria-busy', 'true'), 60)
    await this.attempt(() => act(element, event))
    clearTimeout(slow)
    this.#busy.delete(element)
    element.removeAttribute('aria-busy')
  }
}
