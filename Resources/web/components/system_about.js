import { html } from '../html.js'
import { api, loadSession } from '../api.js'
import { View } from '../view.js'
import { Updates } from './system_updates.js'
import { confirm } from './dialog.js'
import { icon } from './icon.js'
import { facts } from './timeline.js'
import { say } from './toasts.js'
import { ago, exact } from '../models/format.js'

/** What this program is, where its files lie, and how to end it. */
export class About extends View {
  /** @type {SystemStatus|null} */
  system = null
  /** @type {SetupAnswer|null} */
  setup = null
  minutes = 0
  /** @type {Acts} */
  acts = { quit: () => this.quit() }
  /** @type {View|null} */
  updates = null

  async open() {
    this.ends(() => this.updates?.close())
    await super.open()
    const place = this.root.querySelector('#updates')
    if (place) await (this.updates = new Updates(place, this.context)).open()
  }

  async fetch() {
    const [{ data }, setup, session] = await Promise.all([api.get('/system/status'), api.get('/api/setup'), loadSession()])
    this.system = data
    this.setup = setup
    this.minutes = session.session_timeout_minutes
  }

  async quit() {
    const question = { title: 'Quit the program?', text: 'A mail that is being sent right now is finished first. After that nothing is sent and no answer is read until you start it again. Nothing is lost.', act: 'Quit', stay: 'Keep it running' }
    if (!await confirm(question)) return
    await api.post('/api/quit')
    say('It ends now. Start it from your menu when you need it.')
  }

  template() { return this.framed(() => this.content(/** @type {SystemStatus} */ (this.system), /** @type {SetupAnswer} */ (this.setup))) }

  /** @param {SystemStatus} system @param {SetupAnswer} setup */
  content(system, { folders }) {
    return html`<div class="stack-large"><section class="stack"><h2>Cold Outreach Agent</h2>${facts([['Version', system.version], ['Started', html`<span title="${exact(system.started_at)}">${ago(system.started_at)}</span>`],
      ['Your data', html`<code>${folders.data}</code>`], ['Your keys', html`<code>${folders.keys}</code>`], ['Backups', html`<code>${folders.backups}</code>`], ['This page locks', `after ${this.minutes} quiet minutes`]])}
      <p class="quiet">Everything stays on this computer. Nothing is sent anywhere but the mails that you approve and the look-ups that you ask for.</p></section>
      <div id="updates" data-island></div>
      <section class="stack-small"><h2>Quit</h2><p class="quiet">Closing this tab does not end the program: it goes on sending what you approved and reading answers.</p><div><button class="button" data-act="quit">${icon('power')}Quit the program</button></div></section></div>`
  }
}
