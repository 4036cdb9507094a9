import { api, html, View } from '../view.js'
import { empty } from './states.js'
import { field } from './field.js'
import { clock, exact } from '../models/format.js'
import { plainWord } from '../models/labels.js'

/** The last lines of a log. It holds no personal data. */
export class Logs extends View {
  subject = 'application'
  limit = 200
  /** @type {string[]} */
  subjects = []
  /** @type {{at: number, level: string, event: string, fields: Record<string, any>}[]} */
  lines = []
  level = ''
  /** @type {Acts} */
  acts = {
    subject: (select) => { this.subject = select.value; return this.reload() },
    level: (select) => { this.level = select.value; this.update() },
    more: () => { this.limit *= 4; return this.reload() },
  }

  async fetch() {
    const { subjects, lines } = await api.get('/api/logs', { subject: this.subject, limit: this.limit })
    this.subjects = subjects
    this.lines = lines
  }

  template() { return this.framed(() => this.content()) }

  content() {
    const lines = this.lines.filter(({ level }) => !this.level || (this.level === 'warning' ? ['warning', 'error', 'critical'].includes(level) : true))
    return html`<div class="stack"><div class="row row-bottom">${field({ name: 'subject', label: 'Log', value: this.subject, change: 'subject', choices: this.subjects.map((value) => ({ value, label: plainWord(value) })) })}
      ${field({ name: 'level', label: 'Show', value: this.level, change: 'level', choices: [{ value: '', label: 'Everything' }, { value: 'warning', label: 'Warnings and errors' }] })}<button class="button" data-act="retry">Read again</button></div>
      ${lines.length ? html`<div class="scroller" tabindex="0" role="region" aria-label="Log"><table class="logs"><thead class="hidden"><tr><th>Time</th><th>Level</th><th>Event</th><th>Details</th></tr></thead><tbody>${lines.map((line) => html`<tr><td class="quiet" title="${exact(line.at)}">${clock(line.at)}</td>
      <td class="${['error', 'critical'].includes(line.level) ? 'tone-bad' : line.level === 'warning' ? 'tone-attention' : 'quiet'}">${line.level}</td><td>${line.event}</td><td class="quiet">${Object.entries(line.fields ?? {}).map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`).join(' ')}</td></tr>`)}</tbody></table></div>
      ${this.lines.length >= this.limit ? html`<div><button class="button" data-act="more">Show more</button></div>` : ''}` : empty({ icon: 'list', title: 'Nothing in this log', text: this.level ? 'No warnings and no errors. Good.' : 'Nothing has been written yet.' })}</div>`
  }
}
