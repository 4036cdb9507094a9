// What a list shows when it has nothing, is not here yet, or could not come.
import { html } from '../html.js'
import { icon } from './icon.js'

export { icon }

/** @param {string} [text] */
export function loading(text = 'Loading …') {
  return html`<div class="state state-loading" role="status"><span class="state-bars" aria-hidden="true"><i></i><i></i><i></i></span><span class="hidden">${text}</span></div>`
}

/** Says what a place is for and what to do next.
 * @param {{icon: string, title: string, text: any, actions?: any}} content */
export function empty({ icon: name, title, text, actions }) {
  return html`<div class="state">${icon(name, 'state-icon')}<h2 class="state-title">${title}</h2><p class="state-text">${text}</p>
    ${actions ? html`<div class="row row-center">${actions}</div>` : ''}</div>`
}

/** @param {any} problem a Problem or another error */
export function failed(problem) {
  return html`<div class="state" role="alert">${icon('warning', 'state-icon tone-bad')}<h2 class="state-title">${problem?.title || 'This could not be loaded'}</h2>
    <p class="state-text">${problem?.message}${problem?.incident ? html` <span class="quiet">Incident ${problem.incident}: the log under System has the details.</span>` : ''}</p>
    <div class="row row-center"><button class="button" data-act="retry">${icon('again')}Try again</button></div></div>`
}

/** A state as word, icon and colour.
 * @param {Label} label */
export function badge(label) {
  return html`<span class="badge tone-${label.tone}">${icon(label.icon)}<span>${label.text}</span></span>`
}

/** A quiet box that tells something.
 * @param {'note'|'good'|'attention'|'bad'|'waiting'} tone @param {any} text @param {any} [actions] */
export function note(tone, text, actions = '') {
  const name = { note: 'info', good: 'check', attention: 'warning', bad: 'warning', waiting: 'clock' }[tone]
  return html`<div class="note note-${tone}">${icon(name)}<div class="note-text">${text}</div>${actions}</div>`
}

/** Closes a panel. */
export function closeButton() { return html`<button class="icon-button" data-act="close" title="Close (Esc)">${icon('cross')}<span class="hidden">Close</span></button>` }

/** Gets the next rows of a list. */
export function moreButton() { return html`<div class="row row-center pad"><button class="button" data-act="more">Show more</button></div>` }
