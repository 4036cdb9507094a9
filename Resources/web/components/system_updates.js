// Whether there is a newer version, and how to begin to use it.
import { api, html, View } from '../view.js'
import { confirm } from './dialog.js'
import { icon, note } from './states.js'
import { say } from './toasts.js'
import { ago, date } from '../models/format.js'

export class Updates extends View {
  /** @type {UpdatesAnswer|null} */
  answer = null
  /** @type {Acts} */
  acts = {
    look: async () => { this.answer = await api.post('/api/updates/check'); this.update() },
    fetch: async () => { await api.post('/api/updates/fetch'); await this.reload() },
    restart: () => this.restart(),
  }

  news = ['status', 'job', 'setting']

  async fetch() { this.answer = await api.get('/api/updates') }

  async restart() {
    const version = this.answer?.offer?.version
    if (!await confirm({ title: `Start with version ${version}?`, text: 'Everything is backed up first. Nothing is sent until the new version has shown that it works, which takes some seconds. If it does not, this version comes back by itself, with your data as it is now.', act: 'Start it', stay: 'Later' })) return
    await api.post('/api/updates/restart')
    say('The program starts again by itself; this page waits for it.')
  }

  template() { return this.framed(() => this.content(/** @type {UpdatesAnswer} */ (this.answer))) }

  /** @param {UpdatesAnswer} answer */
  content({ state, on, offer, why, problem, can_install: can, checked_at: at }) {
    const news = offer && html`<b>Version ${offer.version}</b> of ${date(offer.published_at)}${offer.notes ? html`<p class="small update-notes">${offer.notes}</p>` : ''}`
    /** @type {Record<string, () => any>} */
    const states = {
      announced: () => note('note', html`${news}${can ? '' : html`<p class="small">${why}</p>`}`, can ? html`<button class="button button-small" data-act="fetch">Fetch it</button>` : ''),
      downloading: () => note('waiting', html`${news}<p class="small">It is being fetched. You can go on working.</p>`),
      ready: () => note('good', html`${news}<p class="small">It is here, and checked.</p>`, html`<button class="button button-main button-small" data-act="restart">Start with it…</button>`),
      rolled_back: () => note('attention', html`${news}`, html`<button class="button button-small" data-act="fetch">Try it again</button>`),
    }
    const trial = () => note('waiting', html`The new version is being tried out.`)
    return html`<section class="stack-small"><h2>Newer versions</h2>${problem ? note('attention', problem) : ''}${offer ? (states[state] ?? trial)() : ''}
      ${on ? html`<p class="quiet">${offer ? '' : at ? html`You have the newest version. ` : ''}${at ? `Looked ${ago(at)}; the next look is by itself.` : 'Not looked yet.'}</p><div><button class="button" data-act="look">${icon('again')}Look now</button></div>`
    : html`<p class="quiet">${why ?? html`Looking for new versions is off. <a href="/settings/program">Turn it on</a> and say where they are announced; nothing is told of you.`}</p>`}</section>`
  }
}
