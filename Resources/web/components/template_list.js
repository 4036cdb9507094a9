// The person's own templates, and those to begin with.
import { api, html, View } from '../view.js'
import { empty, icon } from './states.js'
import { ago } from '../models/format.js'
import { firstGroup, groupsOf, planOf } from '../models/starters.js'

export class TemplateList extends View {
  /** @type {any[]} */
  own = []
  /** @type {Starter[]} */
  starters = []
  group = ''
  /** @type {Acts} */
  acts = { group: (button) => { this.group = button.dataset.group ?? ''; this.update() } }

  news = ['template']

  async fetch() {
    const [own, starters] = await Promise.all([api.get('/api/templates'), api.get('/api/starters')])
    ;[this.own, this.starters] = [own.data, starters.data]
    this.group ||= firstGroup(this.groups, navigator.language)
  }

  get groups() { return groupsOf(this.starters, []) }

  template() {
    return html`<div class="page-head"><h1>Templates</h1><a class="button button-main" href="/templates/new">${icon('plus')}New template</a></div>
      ${this.framed(() => html`<div class="stack-large"><section class="stack" aria-label="Your own">${this.own.length ? html`<ul class="template-cards">${this.own.map((one) => card(one, `/templates/${one.id}`, `Changed ${ago(one.updated_at)}`))}</ul>` : empty({ icon: 'templates', title: 'No template of your own yet', text: 'A template is a mail with its follow-ups that you begin campaigns with. Write one, or make one of those below your own.', actions: html`<a class="button" href="/templates/new">${icon('plus')}Write one</a>` })}</section>
      ${this.starters.length ? html`<section class="stack" aria-label="To begin with"><div class="row row-between"><h2>To begin with</h2><div class="segments" role="group" aria-label="Language">${this.groups.map(({ id, label }) => html`<button class="segment" data-act="group" data-group="${id}" aria-pressed="${String(id === this.group)}">${label}</button>`)}</div></div>
        <ul class="template-cards">${(this.groups.find(({ id }) => id === this.group)?.mails ?? []).map((one) => card(one, `/templates/new?from=${one.id}`, one.trade ?? ''))}</ul></section>` : ''}</div>`)}`
  }
}

/** @param {Starter} template @param {string} path @param {string} foot */
function card({ id, name, steps }, path, foot) {
  return html`<li data-key="${id}"><a class="template-card" href="${path}"><b>${name}</b><span class="template-subject cut">${steps[0]?.subject}</span><span class="template-text">${steps[0]?.text.slice(0, 220)}</span><span class="quiet small">${[foot, planOf(steps)].filter(Boolean).join(' · ')}</span></a></li>`
}
