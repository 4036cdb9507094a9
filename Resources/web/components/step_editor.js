// One step of a campaign: its wait, its wordings, for whom it is.
import { html } from '../html.js'
import { filesEditor } from './attachments.js'
import { field } from './field.js'
import { icon, note } from './states.js'
import { writeField } from './write_field.js'
import { palettePart } from './write_palette.js'
import { KINDS, letter, mayGo, MOST_VARIANTS, nameOf, stepTitle } from '../models/sequence.js'

export { fileActs } from './attachments.js'

/** @typedef {import('../models/sequence.js').DraftStep} DraftStep */
/** @typedef {{steps: DraftStep[], at: number, variant: number, problem: Problem|null, preview: Preview|null, variables: Variables|null}} Editing */

/** @param {Editing} editing */
export function stepEditor({ steps, at, variant, problem, preview, variables }) {
  const step = steps[at]
  const wording = step.variants[variant]
  const { task } = KINDS[step.kind] ?? KINDS.mail
  /** @param {string} name @param {any} label @param {number} rows @param {string} help */
  const part = (name, label, rows, help) => {
    const mistakes = preview?.errors.filter((one) => one.field === name) ?? []
    return writeField({ name, label, rows, help, value: /** @type {any} */ (wording)[name] ?? '', mistakes, error: mistakes.length ? '' : problem?.field(nameOf(at, variant, name)) })
  }
  return html`<section class="stack" aria-label="Step ${at + 1}" data-key="step-${at}-${variant}-${step.kind}">
    <div class="row row-between"><h2>${at + 1}. ${stepTitle(step.kind, at)}</h2>${at && mayGo(steps, at) ? html`<button class="button button-small" type="button" data-act="drop">${icon('trash')}Take it out</button>` : ''}</div>
    ${step.reached ? note('note', 'Some leads have had this step. What you change counts for those who have not.') : ''}
    ${at ? waitPart(step) : ''}
    ${task ? audiencePart(step) : variantTabs(step, variant)}
    ${task ? '' : part('subject', at ? html`Subject <span class="quiet">optional</span>` : 'Subject', 1, at ? 'Leave it empty to answer in the same conversation (Re: …).' : '')}
    ${part('text', task ? 'What to say or write' : 'Text', task ? 8 : 13, task ? 'Only you see it, when the task is due.' : 'Your postal address and the way to say no are added below by themselves.')}
    ${task ? '' : html`<details data-key="html-${at}-${variant}" ${wording.html ? 'open' : ''}><summary class="link">The same as HTML</summary>${part('html', 'HTML', 10, 'Sent beside the text. Without it the mail is plain text, which is what people write by hand.')}<span class="row"><button class="link" type="button" data-act="convert" data-to="html">Make the HTML from the text</button>${wording.html ? html`<button class="link" type="button" data-act="convert" data-to="text">Make the text from the HTML</button>` : ''}</span></details>
    ${filesEditor(step.attachments ?? [], { error: problem?.field('attachments'), help: at || !step.attachments?.length ? '' : 'A first mail with a file is often filtered. It arrives more surely when you offer to send it, or attach it to a follow-up.' })}
    <div><button class="button" type="button" data-act="test">${icon('mail')}Send me this</button></div>`}
    ${palettePart(variables)}</section>`
}

/** @param {DraftStep} step */
function waitPart(step) {
  return html`<div class="row row-bottom">${field({ name: 'wait', label: 'Comes after', type: 'number', value: step.wait, minimum: 0, maximum: 365, input: 'type' })}
    ${field({ name: 'wait_unit', label: 'Counted in', value: step.wait_unit, change: 'type', choices: [{ value: 'business_days', label: 'business days' }, { value: 'days', label: 'days' }] })}</div>
    <p class="field-help">Counted from the moment the step before it really left.</p>`
}

/** @param {DraftStep} step */
function audiencePart({ audience }) {
  return field({ name: 'audience', label: 'For whom', value: audience, change: 'type', choices: [{ value: 'without_email', label: 'Only leads that have no e-mail address' }, { value: 'everyone', label: 'Every lead' }] })
}

/** @param {DraftStep} step @param {number} chosen */
function variantTabs({ variants }, chosen) {
  return html`<div class="row" role="group" aria-label="Variants">${variants.map((_, index) => html`<button class="chip" type="button" data-act="variant" data-at="${index}" aria-pressed="${String(index === chosen)}">Variant ${letter(index)}</button>`)}
    ${variants.length < MOST_VARIANTS ? html`<button class="chip" type="button" data-act="addVariant">${icon('plus')}Try another wording</button>` : ''}
    ${variants.length > 1 ? html`<button class="chip" type="button" data-act="dropVariant">${icon('trash')}Take ${letter(chosen)} out</button>` : ''}</div>
    ${variants.length > 1 ? html`<p class="field-help">Each lead always gets the same variant. Results says which one is answered more often, once that is known.</p>` : ''}`
}
