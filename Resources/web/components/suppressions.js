// People and companies that are never written to.
import { api, html, View } from '../view.js'
import { confirm } from './dialog.js'
import { field, focusError, valuesOf } from './field.js'
import { empty, icon, moreButton } from './states.js'
import { say } from './toasts.js'
import { count, counted, exact, moment } from '../models/format.js'
import { SUPPRESSION_REASONS } from '../models/labels.js'

export class Suppressions extends View {
  /** @type {Suppression[]} */
  list = []
  /** @type {string|null} */
  cursor = null
  q = ''
  /** Hints by country, once asked for.
   * @type {{code: string, name: string, text: string}[]|null} */
  laws = null
  /** @type {Problem|null} */
  wrong = null
  /** @type {Acts} */
  acts = {
    search: (input) => { this.q = input.value.trim(); return this.reload() },
    add: (form) => this.add(form),
    take: (input) => this.take(input),
    law: async () => { this.laws = this.laws ? null : (await api.get('/api/compliance/countries')).data; this.update() },
    remove: (button) => this.remove(button.dataset.id ?? ''),
    more: async () => { const { data, next_cursor: next } = await api.get('/api/suppressions', { q: this.q, cursor: this.cursor }); this.list = [...this.list, ...data]; this.cursor = next; this.update() },
  }

  async fetch() {
    const { data, next_cursor: next } = await api.get('/api/suppressions', { q: this.q })
    this.list = data
    this.cursor = next ?? null
  }

  /** @param {HTMLFormElement} form */
  async add(form) {
    const value = String(valuesOf(form).value ?? '')
    try {
      await api.post('/api/suppressions', { kind: value.includes('@') ? 'address' : 'domain', value, reason: 'manual' })
      this.wrong = null
      form.reset()
      say('They are never written to.')
      await this.reload()
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
      this.update()
      focusError(this.root)
    }
  }

  /** Takes a whole list from a file.
   * @param {HTMLInputElement} input */
  async take(input) {
    const file = input.files?.[0]
    if (!file) return
    const { added, known, unread_count: unread, unread_lines: lines } = await api.put('/api/suppressions/import', file)
    input.value = ''
    say(`${counted(added, 'entry', 'entries')} added, ${count(known)} known already.${unread ? ` ${counted(unread, 'line')} held neither address nor domain: ${lines.join(', ')}.` : ''}`)
    await this.reload()
  }

  /** @param {string} id */
  async remove(id) {
    const one = this.list.find((other) => other.id === id)
    if (!one || !await confirm({ title: 'Allow mail to them again?', text: html`<b>${one.shown}</b> is on the list because: ${SUPPRESSION_REASONS[one.reason] ?? one.reason}. Writing to someone who said no can be against the law.`, act: 'Take off the list', danger: true })) return
    await api.delete(`/api/suppressions/${id}`)
    say('Taken off the list.')
    await this.reload()
  }

  template() {
    return html`<div class="stack"><p class="page-lead">Nobody on this list ever gets a mail, whatever a campaign says. Whoever writes “stop” or “unsubscribe” gets onto it by itself.</p>
      <form class="row row-bottom" data-submit="add" novalidate><div class="grow">${field({ name: 'value', id: 'suppress', label: 'Address or domain', placeholder: 'anna@shop.com or shop.com', error: this.wrong?.field('value') })}</div><button class="button">${icon('plus')}Add</button></form>
      <div class="searchbox">${icon('search')}<input class="input" type="search" aria-label="Search the list" placeholder="Search the list" data-input="search"></div>${this.framed(() => this.rows())}
      <div class="row"><label class="button drop-button"><input class="drop-input" type="file" accept=".csv,.txt,text/csv,text/plain" data-change="take">${icon('upload')}Import a list</label><a class="button" href="/api/suppressions/export" download>${icon('download')}Export</a></div>
      <p class="quiet small">Of people who were erased only a fingerprint is kept, so that they are never written to; it can’t be exported.</p>
      <div><button class="link" data-act="law" aria-expanded="${Boolean(this.laws)}">What the law asks, country by country</button></div>${this.laws ? html`<ul class="list">${this.laws.map(({ code, name, text }) => html`<li class="list-row" data-key="${code}"><span class="list-main"><b>${name}</b><span class="quiet small">${text}</span></span></li>`)}</ul><p class="quiet small">Hints as of November 2026, no legal advice.</p>` : ''}</div>`
  }

  rows() {
    if (!this.list.length) return empty({ icon: 'shield', title: this.q ? 'Not on the list' : 'Nobody is on the list', text: this.q ? 'Try the whole address: for safety it is not kept in readable form everywhere.' : 'Add the address of someone who asked not to be written to.' })
    return html`<ul class="list">${this.list.map((one) => html`<li class="list-row" data-key="${one.id}"><span class="list-main"><b class="cut">${one.shown}</b><span class="quiet small">${one.kind === 'domain' ? 'Whole company · ' : ''}${one.mode === 'practice' ? 'Practice only · ' : ''}${SUPPRESSION_REASONS[one.reason] ?? one.reason}</span></span>
      <time class="quiet small when" title="${exact(one.created_at)}">${moment(one.created_at)}</time><button class="icon-button" data-act="remove" data-id="${one.id}" title="Take off the list">${icon('trash')}<span class="hidden">Take ${one.shown} off the list</span></button></li>`)}</ul>
      ${this.cursor ? moreButton() : ''}`
  }
}
