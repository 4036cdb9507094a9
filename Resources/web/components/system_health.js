import { api, html, View } from '../view.js'
import { crashReports } from './crash_reports.js'
import { icon, note } from './states.js'
import { say } from './toasts.js'
import { bytes, count, counted, exact, moment, share } from '../models/format.js'

/** @type {Record<string, string>} */
const LIMITS = { minute: 'Mails a minute', hour: 'Mails an hour', day: 'Mails a day', api: 'Requests of scripts a minute' }

/** @type {Record<string, string>} */
const ROOM = { base: 'Your data', backups: 'Backups', logs: 'Logs', other: 'Other files' }

/** From how many unused bytes on, and from which share of the file, the program gives room back (SpareRoom). */
const [WORTH, SHARE] = [16 << 20, 4]

/** Whether everything works, and how much of each limit is used. */
export class Health extends View {
  /** @type {{name: string, ok: boolean|null, detail: string, advice: string|null}[]} */
  checks = []
  /** @type {CrashReport[]} */
  crashes = []
  /** @type {{data: {name: string, bytes: number}[], free: number|null, reusable: number}} */
  disk = { data: [], free: null, reusable: 0 }
  /** @type {SystemStatus|null} */
  system = null
  /** What is skipped because the program ended while it read it.
   * @type {{id: string, title: string, crashes: number, at: number}[]} */
  aside = []
  /** @type {Acts} */
  acts = {
    forget: async (button) => { await api.delete(`/api/system/crashes/${button.dataset.id}`); await this.reload() },
    giveBack: async () => {
      await api.post('/api/recurring/room/run', {})
      say('The room is given back in the background.')
    },
    again: async (button) => {
      await api.post('/api/system/hazards/retry', { id: button.dataset.id })
      say('It is read again at the next occasion.')
      await this.reload()
    },
  }

  news = ['status', 'setting']

  async fetch() {
    const [{ checks }, { data }, crashes, aside, disk] = await Promise.all([api.get('/api/system/health'), api.get('/system/status'), api.get('/api/system/crashes'), api.get('/api/system/hazards'), api.get('/api/system/disk')])
    Object.assign(this, { checks, system: data, crashes: crashes.data, aside: aside.data, disk })
  }

  template() { return this.framed(() => this.content(/** @type {SystemStatus} */ (this.system))) }

  /** @param {SystemStatus} system */
  content(system) {
    const bad = this.checks.filter(({ ok }) => ok === false).length
    const { email_24h: mail, api_24h: requests } = system.error_rates
    return html`<div class="stack-large">${bad ? note('attention', html`<b>${bad === 1 ? 'One thing needs' : `${bad} things need`} a look.</b> What to do stands beside it.`) : note('good', html`<b>Everything works.</b>`)}
      ${crashReports(this.crashes)}
      <section class="stack-small"><h2>Checks</h2><ul class="checks">${this.checks.map(({ name, ok, detail, advice }) => html`<li>${icon(ok ? 'check' : ok === false ? 'warning' : 'dot', `tone-${ok ? 'good' : ok === false ? 'attention' : 'plain'}`)}<div><b>${name}</b><span class="hidden">${ok ? 'good' : ok === false ? 'needs a look' : 'not checked'}</span> <span class="quiet">${detail}</span>${advice ? html`<p class="check-advice">${advice}</p>` : ''}</div></li>`)}</ul></section>
      ${this.aside.length ? this.skipped() : ''}
      <section class="stack-small"><h2>Limits</h2><ul class="funnel limits">${system.limits.map(({ name, used, limit, resets_at: resets }) => html`<li><span>${LIMITS[name] ?? name}</span><progress max="${limit}" value="${used}" aria-label="${name}"></progress><span>${count(used)} of ${count(limit)}</span><span class="quiet small">${resets ? `free again ${moment(resets)}` : ''}</span></li>`)}</ul></section>
      <section class="stack-small"><h2>Errors in 24 hours</h2><p>${share(mail)} of the mails could not be sent at once, ${share(requests)} of the requests to the program failed. <a href="/system/logs">Look at the log</a></p></section>${this.room()}
      <section class="stack-small"><h2>For somebody who helps</h2><p class="quiet">Versions, counts, checks and the last lines of the logs in one file: no names, no addresses, no mails, no keys.</p><div><a class="button" href="/api/system/diagnostics" download>${icon('download')}Save diagnostics</a></div></section></div>`
  }

  room() {
    const { data: parts, free, reusable } = this.disk
    // The database keeps its latest changes in a file of its own; to a person both are their data.
    const latest = parts.find(({ name }) => name === 'write_ahead_log')?.bytes ?? 0
    const data = parts.filter(({ name }) => name !== 'write_ahead_log').map((one) => one.name === 'base' ? { ...one, bytes: one.bytes + latest } : one)
    const most = Math.max(1, ...data.map((one) => one.bytes))
    return html`<section class="stack-small"><h2>Room on the disk</h2><ul class="funnel limits">${data.map((one) => html`<li><span>${ROOM[one.name] ?? one.name}</span><progress max="${most}" value="${one.bytes}" aria-label="${ROOM[one.name] ?? one.name}"></progress><span>${bytes(one.bytes)}</span><span></span></li>`)}</ul><p class="quiet">${free === null ? '' : html`${bytes(free)} are free on the disk. `}${reusable < WORTH || reusable * SHARE < (data[0]?.bytes ?? 0) ? '' : html`Inside your data ${bytes(reusable)} are unused; they are given back once a day, while no mail is leaving. <button class="link" data-act="giveBack">Give back now</button>`}</p></section>`
  }

  skipped() {
    return html`<section class="stack-small"><h2>Set aside</h2><p class="quiet">The program ended while it read ${this.aside.length === 1 ? 'this' : 'these'}, so ${this.aside.length === 1 ? 'it is' : 'they are'} skipped and all else goes on.</p>
      <ul class="list">${this.aside.map(({ id, title, crashes, at }) => html`<li class="list-row" data-key="${id}"><span class="list-main"><b>${title}</b><span class="quiet small" title="${exact(at)}">${counted(crashes, 'crash', 'crashes')}, ${moment(at)}</span></span>
      <button class="button button-small" data-act="again" data-id="${id}" aria-label="${title}: try again">Try again</button></li>`)}</ul></section>`
  }
}
