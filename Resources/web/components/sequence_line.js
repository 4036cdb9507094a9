// The steps of a campaign, drawn as a line of time.
import { html } from '../html.js'
import { icon } from './icon.js'
import { KINDS, letter, MOST_STEPS, stepTitle, waitWords } from '../models/sequence.js'

/** @typedef {import('../models/sequence.js').DraftStep} DraftStep */

/** @param {DraftStep[]} steps @param {number} at the step that is open @param {Set<number>} wrong steps with an error */
export function sequenceLine(steps, at, wrong) {
  return html`<nav class="sequence" aria-label="The steps"><ol class="sequence-line">${steps.map((step, index) => html`<li data-key="${step.id ?? `new-${index}`}">
    ${index ? html`<span class="sequence-wait quiet small">${icon('clock')}${step.wait ? `${waitWords(step)} later` : 'at once'}</span>` : ''}
    <button class="sequence-step" type="button" data-act="pick" data-at="${index}" aria-current="${String(index === at)}">${icon(KINDS[step.kind]?.icon ?? 'dot')}
      <span class="grow"><b>${index + 1}. ${stepTitle(step.kind, index)}</b><span class="quiet small cut">${summary(step, index)}</span></span>${wrong.has(index) ? html`<span class="tone-bad">${icon('warning')}<span class="hidden">has an error</span></span>` : ''}</button></li>`)}</ol>
    ${steps.length < MOST_STEPS ? html`<div class="row" role="group" aria-label="Add a step">${Object.keys(KINDS).map((kind) => html`<button class="chip" type="button" data-act="add" data-kind="${kind}">${icon('plus')}${stepTitle(kind, steps.length)}</button>`)}</div>` : ''}</nav>`
}

/** @param {DraftStep} step @param {number} index */
function summary({ kind, variants, audience }, index) {
  if (KINDS[kind]?.task) return audience === 'everyone' ? 'a task for you' : 'for leads without e-mail'
  const subject = variants[0].subject || (index ? 'answers in the same conversation' : 'no subject yet')
  return variants.length > 1 ? `${variants.map((_, number) => letter(number)).join(', ')}: ${subject}` : subject
}
