import { html } from '../html.js'
import { progressText } from '../models/progress.js'

/** A bar with count, rate and time left.
 * @param {string} label @param {{done: number, total: number}|null} progress @param {number|null} startedAt @param {any} [actions] */
export function progressBar(label, progress, startedAt, actions = '') {
  return html`<div class="stack-small"><div class="row row-between"><b>${label}</b>${actions}</div>
    ${progress?.total ? html`<progress max="${progress.total}" value="${progress.done}" aria-label="${label}"></progress>` : html`<progress aria-label="${label}"></progress>`}
    <p class="quiet small" aria-live="off">${progressText(progress, startedAt)}</p></div>`
}
