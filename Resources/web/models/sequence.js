// A campaign's steps while they are being written: pure, without the page.

/** @typedef {{key?: number, subject: string, text: string, html: string|null}} Wording */
/** @typedef {{id?: string, kind: string, audience: string, wait: number, wait_unit: string, reached?: boolean, attachments?: MailFile[], variants: Wording[]}} DraftStep */

/** Limits of the program. */
export const MOST_STEPS = 20
export const MOST_VARIANTS = 5

/** What a step can be.
 * @type {Record<string, {title: string, icon: string, task: boolean}>} */
export const KINDS = {
  mail: { title: 'Mail', icon: 'mail', task: false }, call: { title: 'Call', icon: 'phone', task: true },
  form: { title: 'Contact form', icon: 'edit', task: true }, letter: { title: 'Letter', icon: 'sent', task: true },
}

/** What a step is called: a mail after another one is a follow-up.
 * @param {string} kind @param {number} at its place, from 0 */
export function stepTitle(kind, at) { return kind === 'mail' && at ? 'Follow-up' : KINDS[kind]?.title ?? kind }

/** @returns {Wording} */
const blank = (subject = '', text = '') => ({ subject, text, html: null })

/** The first step of a new campaign. @returns {DraftStep} */
export function firstStep() {
  return { kind: 'mail', audience: 'everyone', wait: 0, wait_unit: 'business_days', variants: [blank('', 'Hello {{ contact_name | default("there") }},\n\n\n\nKind regards\n{{ sender.name }}')] }
}

/** A step that comes after so many others.
 * @param {string} kind @param {number} place @returns {DraftStep} */
export function nextStep(kind, place) {
  const text = KINDS[kind].task ? '' : 'Hello {{ contact_name | default("there") }},\n\n\n\nKind regards\n{{ sender.name }}'
  return { kind, audience: KINDS[kind].task ? 'without_email' : 'everyone', wait: place === 0 ? 0 : place === 1 ? 3 : 6, wait_unit: 'business_days', variants: [blank('', text)] }
}

/** The steps as they are stored, to be changed freely.
 * @param {any[]} steps @returns {DraftStep[]} */
export function draftOf(steps) {
  return steps.map(({ id, kind = 'mail', audience = 'everyone', wait = 0, wait_unit = 'business_days', reached, attachments, variants, subject, text, html }) => ({
    id, kind, audience, wait, wait_unit, reached, attachments, variants: (variants?.length ? variants : [{ key: 0, subject, text, html }]).map((/** @type {Wording} */ one) => ({ ...one })),
  }))
}

/** The steps with one changed.
 * @param {DraftStep[]} steps @param {number} at @param {Partial<DraftStep>} change */
export function changed(steps, at, change) { return steps.map((step, index) => index === at ? { ...step, ...change } : step) }

/** The steps with one wording changed.
 * @param {DraftStep[]} steps @param {number} at @param {number} variant @param {Partial<Wording>} change */
export function reworded(steps, at, variant, change) {
  return changed(steps, at, { variants: steps[at].variants.map((one, index) => index === variant ? { ...one, ...change } : one) })
}

/** Whether a step may go: somebody who reached it was told what it says.
 * @param {DraftStep[]} steps @param {number} at */
export function mayGo(steps, at) { return steps.length > 1 && !steps[at].reached }

/** @type {Record<string, string>} */
export const INSTEAD = { contact_name: 'there', first_name: 'there', city: 'your town', category: 'your business' }

/** A variable as it is written in a template; what is not known of every lead comes with words to say instead, an opening does not: where there is none, the person says what becomes of the lead.
 * @param {string} name */
export function placeholder(name) {
  const instead = ['business_name', 'opening'].includes(name) || name.startsWith('sender.') ? '' : ` | default("${INSTEAD[name] ?? ''}")`
  return `{{ ${name}${instead} }}`
}

/** @typedef {'daily_cap'|'hourly_cap'|'minute_cap'|'min_gap_seconds'|'max_gap_seconds'|'pause_every'|'pause_minutes'|'ramp_start'|'ramp_step'} Limit */
/** @typedef {Record<Limit, string>} Limits */

/** A campaign's own limits.
 * @type {Limit[]} */
export const LIMITS = ['daily_cap', 'hourly_cap', 'minute_cap', 'min_gap_seconds', 'max_gap_seconds', 'pause_every', 'pause_minutes', 'ramp_start', 'ramp_step']

/** A campaign's rules as the form holds them.
 * @param {any} campaign */
export function rulesOf(campaign) {
  const { name, window, approval, stop_company, language, opt_out } = campaign
  return { name, window: window ?? '', approval: approval ?? 'sequence', stop_company: Boolean(stop_company), language: language ?? '', opt_out: opt_out ?? '', .../** @type {Limits} */ (Object.fromEntries(LIMITS.map((limit) => [limit, String(campaign[limit] ?? '')]))) }
}

/** What is sent to save a campaign.
 * @param {{name: string, window: string, approval: string, stop_company: boolean, language: string, opt_out: string} & Limits} rules @param {DraftStep[]} steps */
export function requestOf(rules, steps) {
  const { name, window, approval, stop_company, language, opt_out } = rules
  return { name, window: window.trim() || null, approval, stop_company, language: language || null, opt_out: opt_out.trim() || null, ...limitsOf(rules), steps: steps.map(({ reached: _, ...step }) => step) }
}

/** A form's limits as numbers; empty means that the mailbox's own count alone.
 * @param {Limits} rules @returns {Record<Limit, number|null>} */
function limitsOf(rules) { return /** @type {any} */ (Object.fromEntries(LIMITS.map((limit) => [limit, rules[limit] === '' ? null : Number(rules[limit])]))) }

/** A, B, C …
 * @param {number} index */
export function letter(index) { return String.fromCharCode(65 + index) }

/** “3 business days”.
 * @param {{wait: number, wait_unit: string}} step */
export function waitWords({ wait, wait_unit }) {
  const day = wait_unit === 'days' ? 'day' : 'business day'
  return wait === 0 ? 'at once' : `${wait} ${day}${wait === 1 ? '' : 's'}`
}

/** Where a problem of a step stands: its number and wording; null where it is of the campaign.
 * @param {string} name such as `steps.1.variants.2.text` */
export function placeOf(name) {
  const found = /^steps\.(\d+)(?:\.variants\.(\d+))?/.exec(name)
  return found ? { step: Number(found[1]), variant: Number(found[2] ?? 0) } : null
}

/** The name under which the program reports a field of a wording.
 * @param {number} step @param {number} variant @param {string} field */
export function nameOf(step, variant, field) { return variant ? `steps.${step}.variants.${variant}.${field}` : `steps.${step}.${field}` }
