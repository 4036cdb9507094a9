// What is known about the leads, to put into a mail, and of how many of them.
import { html } from '../html.js'
import { count, share } from '../models/format.js'
import { fieldTitle } from '../models/labels.js'
import { coverage } from '../models/template.js'

/** @type {[string, string][]} */
const GROUPS = [['lead', 'The lead'], ['own', 'Your own columns'], ['sender', 'You']]

/** @param {Variables|null} variables */
export function palettePart(variables) {
  if (!variables) return ''
  const { data, looked_at: lookedAt, cut } = variables
  return html`<section class="known" aria-label="Put in what is known">${GROUPS.map(([group, title]) => {
    const list = data.filter((one) => one.group === group)
    return list.length ? html`<div class="known-group" role="group" aria-label="${title}"><p class="known-title">${title}</p><div class="known-chips">${list.map((one) => chip(one, lookedAt))}</div></div>` : ''
  })}<p class="field-help">${lookedAt ? `The share is of ${cut ? 'the first ' : ''}${count(lookedAt)} leads.` : 'There is no such lead yet, so nobody has a value.'} A click puts it at the cursor.</p></section>`
}

/** @param {Variable} variable @param {number} lookedAt */
function chip(variable, lookedAt) {
  const part = variable.group === 'sender' ? null : coverage(variable, lookedAt)
  const whole = part === null || part === 1
  return html`<button class="chip known-chip" type="button" data-act="variable" data-name="${variable.name}" title="${variable.example ? `Such as “${variable.example.slice(0, 80)}”` : 'No lead has a value'}"><span>${fieldTitle(variable.name)}</span>${whole ? '' : html`<span class="known-share">${share(part)}<span class="hidden"> have it</span></span>`}</button>`
}
