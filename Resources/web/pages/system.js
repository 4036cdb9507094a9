import { html, View } from '../view.js'
import { About } from '../components/system_about.js'
import { Audit } from '../components/system_audit.js'
import { Backups } from '../components/system_backups.js'
import { Health } from '../components/system_health.js'
import { Jobs } from '../components/system_jobs.js'
import { Logs } from '../components/system_logs.js'

/** @type {{id: string, title: string, View: new (root: Element, context: Context) => View}[]} */
const TABS = [
  { id: 'health', title: 'Health', View: Health }, { id: 'jobs', title: 'Jobs', View: Jobs }, { id: 'logs', title: 'Logs', View: Logs },
  { id: 'backups', title: 'Backups', View: Backups }, { id: 'audit', title: 'Audit trail', View: Audit }, { id: 'about', title: 'About', View: About },
]

/** How the program is doing. */
export default class System extends View {
  title = 'System'
  place = 'system'
  /** @type {View|null} */
  inner = null
  shown = ''

  get tab() { return TABS.find(({ id }) => id === (this.context.params.tab || 'health')) ?? TABS[0] }

  async open() {
    this.ends(() => this.inner?.close())
    this.update()
    await this.arrive()
  }

  async arrive() {
    if (this.shown === this.tab.id) return
    this.shown = this.tab.id
    this.update()
    this.inner?.close()
    const place = document.createElement('div')
    this.find('#system').replaceChildren(place)
    this.inner = new this.tab.View(place, this.context)
    await this.inner.open()
  }

  async reload() { await this.inner?.reload() }

  template() {
    return html`<div class="page-head"><h1>System</h1></div><nav class="tabs" aria-label="System">${TABS.map(({ id, title }) => html`<a class="tab" href="/system/${id}" ${id === this.tab.id ? html`aria-current="page"` : ''}>${title}</a>`)}</nav>
      <div id="system" class="pad-tab" data-island></div>`
  }
}
