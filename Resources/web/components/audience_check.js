// What the leads lack for these mails: every mail rendered for every lead, with something to say instead.
import { api, html, View } from '../view.js'
import { field } from './field.js'
import { icon, note } from './states.js'
import { count, counted } from '../models/format.js'
import { fieldTitle } from '../models/labels.js'
import { INSTEAD } from '../models/sequence.js'
import { added, nearest } from '../models/template.js'

/** @typedef {{subject: string, text: string, html: string|null}} Body */
/** @typedef {{mails: () => Body[], audience: () => string, known: () => string[], apply: (name: string, words: string) => void, rename: (name: string, to: string) => void}} Desk */

export class AudienceCheck extends View {
  /** @type {import('../models/template.js').Tally|null} */
  tally = null
  running = false
  /** @type {Set<string>} */
  done = new Set()
  /** @type {Record<string, string>} */
  words = {}
  round = 0
  /** @type {Acts} */
  acts = {
    check: () => this.run(), stop: () => { this.round++; this.running = false; this.update() },
    words: (input) => { this.words[input.name.slice(8)] = input.value },
    instead: (button) => this.instead(button.dataset.name ?? ''),
    meant: (button) => { this.desk.rename(button.dataset.name ?? '', button.dataset.to ?? ''); this.settled(button.dataset.name ?? '') },
  }

  /** @param {Element} root @param {Context} context @param {Desk} desk */
  constructor(root, context, desk) {
    super(root, context)
    this.desk = desk
  }

  /** Looks at all leads, page by page. */
  async run() {
    const round = ++this.round
    ;[this.tally, this.running, this.done] = [null, true, new Set()]
    this.update()
    try {
      for (let after = 0; ;) {
        const page = await api.post('/api/template-check', { steps: this.desk.mails(), audience: this.desk.audience(), after })
        if (round !== this.round || this.signal.aborted) return
        this.tally = added(this.tally, page)
        if (page.next === null) break
        after = page.next
        this.update()
      }
    } finally {
      if (round === this.round) { this.running = false; this.update() }
    }
  }

  /** @param {string} name */
  instead(name) {
    this.desk.apply(name, this.words[name] ?? INSTEAD[name] ?? '')
    this.settled(name)
  }

  /** The button that was pressed is gone; the next one to press is to check again.
   * @param {string} name */
  settled(name) {
    this.done.add(name)
    this.update()
    this.find('[data-act=check]')?.focus()
  }

  template() {
    return html`<section class="card" aria-label="What the leads lack"><div class="row row-between"><div><h2>Does every lead have what you use?</h2><p class="quiet">Writes each mail for each lead, on this computer, and tells what is missing.</p></div>
      ${this.running ? html`<button class="button" type="button" data-act="stop">Stop</button>` : html`<button class="button" type="button" data-act="check">${icon('check')}${this.tally ? 'Check again' : 'Check all leads'}</button>`}</div>
      <div aria-live="polite" class="stack">${this.running ? html`<div>${this.tally?.total ? html`<progress max="${this.tally.total}" value="${this.tally.looked_at}" aria-label="Looking at the leads"></progress>` : html`<progress aria-label="Looking at the leads"></progress>`}<p class="quiet small">${counted(this.tally?.looked_at ?? 0, 'lead')} looked at</p></div>` : ''}${this.tally ? this.result(this.tally) : ''}</div></section>`
  }

  /** @param {import('../models/template.js').Tally} tally */
  result({ looked_at: lookedAt, without_email: without, affected, missing, troubles }) {
    if (!lookedAt) return this.running ? '' : note('note', 'There is no such lead yet. Approve some, or choose another audience.')
    const unable = without ? html`<p class="quiet">${counted(without, 'lead')} of them ${without === 1 ? 'has' : 'have'} no e-mail address and would get none of these mails.</p>` : ''
    if (!missing.length && !troubles.length) return html`${this.running ? '' : note('good', html`<b>Every mail can be written for ${counted(lookedAt - without, 'lead')}.</b>`)}${unable}`
    return html`${note('attention', html`<b>For ${count(affected)} of ${counted(lookedAt - without, 'lead')} something is missing.</b> Without it their mail can’t be written; say what to write instead.`)}
      <ul class="lacks">${missing.map((one) => this.row(one, lookedAt - without))}${troubles.map((one) => html`<li><div><b>Mail ${one.mail + 1}, ${fieldTitle(one.field).toLowerCase()}${one.line ? `, line ${one.line}` : ''}</b><p>${one.detail}</p>${examples(one)}</div></li>`)}</ul>${unable}`
  }

  /** @param {import('../models/template.js').Missing} missing @param {number} all */
  row(missing, all) {
    const { name, mails } = missing
    if (this.done.has(name)) return html`<li data-key="${name}"><p class="row">${icon('check', 'tone-good')}<b>${fieldTitle(name)}</b> Put in. Check again to be sure.</p></li>`
    const meant = nearest(name, this.desk.known())
    return html`<li data-key="${name}"><div>${meant ? html`<p class="row"><span>Nothing is called <code>${name}</code>. Did you mean <b>${fieldTitle(meant)}</b>?</span><button class="button button-small button-main" type="button" data-act="meant" data-name="${name}" data-to="${meant}">Use <code>${meant}</code></button></p>` : html`<b>${fieldTitle(name)}</b> <code>${name}</code>`}<p>${count(missing.count)} of ${count(all)} lack it, in mail ${mails.map((at) => at + 1).join(', ')}.</p><meter min="0" max="${all}" value="${missing.count}">${count(missing.count)}</meter>${name === 'opening' ? html`<p class="small quiet">Openings are accepted in a campaign, mail by mail. A lead that has none then gets what you say instead.</p>` : ''}${examples(missing)}</div>
      <div class="row row-bottom nowrap-row">${field({ name: `instead-${name}`, label: 'Say instead', value: this.words[name] ?? INSTEAD[name] ?? '', input: 'words' })}<button class="button" type="button" data-act="instead" data-name="${name}">Put in</button></div></li>`
  }
}

/** @param {{examples: {id: string, business_name: string}[]}} row */
function examples({ examples: list }) { return html`<p class="small quiet">Such as ${list.map(({ id, business_name }, index) => html`${index ? ', ' : ''}<a href="/leads/${id}">${business_name}</a>`)}</p>` }
