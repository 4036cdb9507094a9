// Drawings from numbers: a gauge and the chart of 30 days. Each has its numbers as text too.
import { html } from '../html.js'
import { count, counted, date } from '../models/format.js'
import { arc, bars, ceiling } from '../models/chart.js'

/** Today's use of a limit.
 * @param {number} used @param {number} limit */
export function gauge(used, limit) {
  const full = limit > 0 && used >= limit
  return html`<svg viewBox="0 0 104 104" role="img" aria-label="${counted(used, 'mail')} of ${count(limit)} sent in the last 24 hours">
    <path class="gauge-track" d="${arc(52, 56, 42, 1)}" fill="none" stroke-width="7" stroke-linecap="round"/>
    ${used > 0 ? html`<path class="${full ? 'gauge-full' : 'gauge-value'}" d="${arc(52, 56, 42, limit ? Math.min(1, used / limit) : 0)}" fill="none" stroke-width="7" stroke-linecap="round"/>` : ''}
    <text class="gauge-figure" x="52" y="60">${count(used)}</text><text class="gauge-of" x="52" y="78">of ${count(limit)}</text></svg>`
}

const WIDTH = 640
const HEIGHT = 150
const FOOT = 20

/** Sent and answered by day.
 * @param {Day[]} days */
export function dayChart(days) {
  const top = ceiling(Math.max(0, ...days.map((day) => day.sent)))
  const sent = days.reduce((sum, day) => sum + day.sent, 0)
  const replied = days.reduce((sum, day) => sum + day.replied, 0)
  return html`<figure class="stack-small"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT + FOOT}" role="img" aria-label="${counted(sent, 'mail')} sent and ${counted(replied, 'answer')} in 30 days">
    ${[0, 0.5, 1].map((part) => html`<line class="chart-line" x1="28" x2="${WIDTH}" y1="${HEIGHT - part * (HEIGHT - 8)}" y2="${HEIGHT - part * (HEIGHT - 8)}"/>
      <text class="chart-text" x="20" text-anchor="end" y="${HEIGHT - part * (HEIGHT - 8) + 4}">${Number.isInteger(top * part) ? count(top * part) : ''}</text>`)}
    ${bars(days.map((day) => day.sent), top, { left: 32, width: WIDTH - 32, height: HEIGHT, room: HEIGHT - 8 }).map((bar) => html`<rect class="chart-sent" x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" rx="2"/>`)}
    ${bars(days.map((day) => day.replied), top, { left: 32, width: WIDTH - 32, height: HEIGHT, room: HEIGHT - 8 }).map((bar) => html`<rect class="chart-replied" x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" rx="2"/>`)}
    ${days.map((day, index) => index % 7 === 1 ? html`<text class="chart-text" text-anchor="middle" x="${32 + (index + 0.5) * (WIDTH - 32) / days.length}" y="${HEIGHT + 16}">${date(Date.parse(`${day.date}T12:00`))}</text>` : '')}</svg>
    <figcaption class="legend"><span><i class="legend-sent"></i>Sent ${count(sent)}</span><span><i></i>Answered ${count(replied)}</span></figcaption></figure>`
}

/** How many rows there are in each state, as bars.
 * @param {{label: string, count: number, path: string}[]} rows */
export function funnel(rows) {
  const most = Math.max(1, ...rows.map((row) => row.count))
  return html`<ul class="funnel">${rows.map((row) => html`<li><a href="${row.path}">${row.label}</a><progress max="${most}" value="${row.count}" aria-label="${row.label}"></progress><span>${count(row.count)}</span></li>`)}</ul>`
}
