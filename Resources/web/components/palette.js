// Ctrl-K: one box to get anywhere and do the common things.
import { html } from '../html.js'
import { render } from '../morph.js'
import { api } from '../api.js'
import { icon } from './icon.js'
import { complain, say } from './toasts.js'
import { commands, rank } from '../models/commands.js'

/** Milliseconds after the last letter before leads are searched. */
const PATIENCE = 150

/** @param {import('../router.js').Router} router */
export function openPalette(router) {
  if (document.querySelector('dialog[open]')) return
  new Palette(router).open()
}

class Palette {
  /** @type {import('../models/commands.js').Command[]} */
  #found = []
  /** @type {import('../models/commands.js').Command[]} */
  #leads = []
  #chosen = 0
  #dialog = document.createElement('dialog')
  /** @type {any} */
  #timer

  /** @param {import('../router.js').Router} router */
  constructor(router) { this.router = router }

  open() {
    const dialog = this.#dialog
    dialog.className = 'dialog palette'
    dialog.setAttribute('aria-label', 'Go to a page or do something')
    render(dialog, html`<div class="palette-line">${icon('search')}<input id="palette-input" class="palette-input" type="text" role="combobox" aria-expanded="true"
      aria-controls="palette-list" aria-autocomplete="list" autocomplete="off" aria-label="Type a page, an act or the name of a lead" placeholder="Type a page, an act or the name of a lead"></div>
      <ul class="palette-list" id="palette-list" role="listbox" aria-label="Found"></ul>`)
    document.body.append(dialog)
    dialog.addEventListener('close', () => dialog.remove())
    dialog.addEventListener('click', (event) => this.#click(event))
    dialog.addEventListener('keydown', (event) => this.#key(event))
    dialog.addEventListener('input', () => this.#type())
    dialog.showModal()
    this.#type()
  }

  get #text() { return /** @type {HTMLInputElement} */ (this.#dialog.querySelector('input')).value.trim() }

  #type() {
    this.#chosen = 0
    this.#leads = []
    this.#draw()
    clearTimeout(this.#timer)
    if (this.#text.length > 1) this.#timer = setTimeout(() => this.#search(this.#text), PATIENCE)
  }

  /** @param {string} text */
  async #search(text) {
    const { data } = await api.get('/api/leads', { q: text, limit: 5 }).catch(() => ({ data: [] }))
    if (text !== this.#text) return
    this.#leads = data.map((/** @type {Lead} */ lead) => ({ title: lead.business_name, hint: lead.city ?? 'Lead', icon: 'person', path: `/leads/${lead.id}` }))
    this.#draw()
  }

  #draw() {
    this.#found = [...rank(commands, this.#text), ...this.#leads]
    const list = /** @type {Element} */ (this.#dialog.querySelector('ul'))
    render(list, html`${this.#found.map((command, index) => html`<li class="palette-item" role="option" id="palette-${index}" aria-selected="${String(index === this.#chosen)}">
      ${icon(command.icon)}<span>${command.title}</span><span class="quiet">${command.hint ?? ''}</span></li>`)}
      ${this.#found.length ? '' : html`<li class="palette-none" role="option" aria-selected="false" aria-disabled="true">Nothing has that name.</li>`}`)
    this.#dialog.querySelector('input')?.setAttribute('aria-activedescendant', this.#found.length ? `palette-${this.#chosen}` : '')
    list.children[this.#chosen]?.scrollIntoView({ block: 'nearest' })
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (move && this.#found.length) this.#chosen = (this.#chosen + move + this.#found.length) % this.#found.length
    if (move) this.#draw()
    if (event.key === 'Enter') this.#run(this.#chosen)
    if (move || event.key === 'Enter') event.preventDefault()
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const item = event.target instanceof Element && event.target.closest('[id^="palette-"][role="option"]')
    if (event.target === this.#dialog) this.#dialog.close()
    else if (item) this.#run(Number(item.id.slice(8)))
  }

  /** @param {number} index */
  async #run(index) {
    const command = this.#found[index]
    if (!command) return
    this.#dialog.close()
    if (command.path) return this.router.go(command.path)
    try { say(await command.run?.() ?? 'Done.') } catch (problem) { complain(problem) }
  }
}
