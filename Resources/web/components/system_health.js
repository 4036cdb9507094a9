import { html } from '../html.js'
import { api } from '../api.js'
import { View } from '../view.js'
import { crashReports } from './crash_reports.js'
import { icon } from './icon.js'
import { note } from './states.js'
import { count, moment, share } from '../models/format.js'

/** @type {Record<string, string>} */
const LIMITS = { minute: 'Mails a minute', hour: 'Mails an hour', day: 'Mails a day' }

/** Whether everything works, and how much of each limit is used. */
export class Health extends View {
  /** @type {{name: string, ok: boolean|null, detail: string, advice: string|null}[]} */
  checks = []
  /** @type {CrashReport[]} */
  crashes = []
  /** @type {SystemStatus|null} */
  system = null
  /** @type {Acts} */
  acts = { forget: async (button) => { await api.delete(`/api/system/crashes/${button.dataset.id}`); await this.reload() } }

  async open() {
    this.live(['status', 'setting'])
    await super.open()
  }

  async fetch() {
    const [{ checks }, { data }, crashes] = await Promise.all([api.get('/api/system/health'), api.get('/system/status'), api.get('/api/system/crashes')])
    this.checks = checks
    this.crashes = crashes.data
    this.system = data
  }

  template() { return this.framed(() => this.content(/** @type {SystemStatus} */ (this.system))) }

  /** @param {SystemStatus} system */
  content(system) {
    const bad = this.checks.filter(({ ok }) => ok === false).length
    return html`<div class="stack-large">${bad ? note('attention', html`<b>${bad === 1 ? 'One thing needs' : `${bad} things need`} a look.</b> What to do stands beside it.`) : note('good', html`<b>Everything works.</b>`)}
      ${crashReports(this.crashes)}
      <section class="stack-small"><h2>Checks</h2><ul class="checks">${this.checks.map(({ name, ok, detail, advice }) => html`<li>${icon(ok ? 'check' : ok === false ? 'warning' : 'dot', `tone-${ok ? 'good' : ok === false ? 'attention' : 'plain'}`)}<div><b>${name}</b><span class="hidden">${ok ? 'good' : ok === false ? 'needs a look' : 'not checked'}</span> <span class="quiet">${detail}</span>${advice ? html`<p class="check-advice">${advice}</p>` : ''}</div></li>`)}</ul></section>
      <section class="stack-small"><h2>Limits</h2><ul class="funnel limits">${system.limits.map(({ name, used, limit, resets_at: resets }) => html`<li><span>${LIMITS[name] ?? name}</span><progress max="${limit}" value="${used}" aria-label="${name}"></progress><span>${count(used)} of ${count(limit)}</span><span class="quiet small">${resets ? `free again ${moment(resets)}` : ''}</span></li>`)}</ul></section>
      <section class="stack-small"><h2>Errors in 24 hours</h2><p>${share(system.error_rates.email_24h)} of the mails could not be sent at once. <a href="/system/logs">Look at the log</a></p></section></div>`
  }
}
