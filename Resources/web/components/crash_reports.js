// What the program left behind when it ended by a fault of its own.
import { html } from '../html.js'
import { icon, note } from './states.js'
import { ago, exact } from '../models/format.js'

/** On Today: that there is a report, and where.
 * @param {CrashReport[]} reports */
export function crashNote([newest]) {
  return newest ? note('attention', html`<b>The program ended by itself ${ago(newest.at)}.</b> Your data is safe. There is a report of it.`, html`<a class="button button-small" href="/system/health">See the report</a>`) : ''
}

/** On System: the reports, to be read, saved and removed.
 * @param {CrashReport[]} reports */
export function crashReports(reports) {
  if (!reports.length) return ''
  return html`<section class="stack-small"><h2>The program ended by itself</h2>
    <p class="quiet">That is a fault in the program, not in your data. A report holds no names, addresses or texts of yours, so you can send it to whoever looks after the program.</p>
    <ul class="list">${reports.map(({ id, at, text }) => html`<li class="list-row" data-key="${id}"><details class="list-main"><summary>${exact(at)}</summary><pre class="mail-raw" tabindex="0">${text}</pre></details>
      <span class="row"><a class="button button-small" download="cold-outreach-report-${id}.txt" href="data:text/plain;charset=utf-8,${encodeURIComponent(text)}">${icon('download')}Save</a><button class="button button-small" data-act="forget" data-id="${id}">Remove</button></span></li>`)}</ul></section>`
}
