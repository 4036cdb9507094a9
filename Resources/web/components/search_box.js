// A box that searches a list while its person types.
import { html } from '../html.js'
import { icon } from './icon.js'

/** Milliseconds after the last letter before the list is searched. */
const PAUSE = 200

/** @param {string} id @param {string} label @param {string} value */
export function searchBox(id, label, value) {
  return html`<div class="searchbox">${icon('search')}<input class="input" type="search" id="${id}" aria-label="${label}" placeholder="${label}" value="${value}" data-input="search"></div>`
}

/** Calls back with the text once the person pauses.
 * @param {(text: string) => void} run */
export function typed(run) {
  let wait = 0
  return (/** @type {HTMLInputElement} */ input) => {
    clearTimeout(wait)
    wait = window.setTimeout(() => run(input.value.trim()), PAUSE)
  }
}
