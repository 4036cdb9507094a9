// Form fields: label above, help and error below, joined for screen readers.
import { html } from '../html.js'

/** @typedef {{name: string, label: any, value?: any, help?: any, error?: string, type?: string, placeholder?: string, required?: boolean, rows?: number, autocomplete?: string, id?: string, choices?: {value: string, label: string}[], disabled?: boolean, mono?: boolean, minimum?: number|null, maximum?: number|null, unit?: string|null, input?: string, change?: string, optional?: boolean}} Field */

/** @param {Field} field */
export function field(field) {
  const id = field.id ?? `field-${field.name}`
  const described = [field.help && `${id}-help`, field.error && `${id}-error`].filter(Boolean).join(' ')
  return html`<div class="field ${field.error ? 'field-bad' : ''}" data-key="${id}-box">
    <label class="field-label" for="${id}">${field.label}${field.optional ? html` <span class="quiet">optional</span>` : ''}</label>
    <div class="field-line">${control(field, id, described)}${field.unit ? html`<span class="quiet">${field.unit}</span>` : ''}</div>
    ${field.error ? html`<p class="field-error" id="${id}-error">${field.error}</p>` : ''}
    ${field.help ? html`<p class="field-help" id="${id}-help">${field.help}</p>` : ''}</div>`
}

/** @param {Field} field @param {string} id @param {string} described */
function control(field, id, described) {
  const common = attributes({
    id, name: field.name, required: field.required, disabled: field.disabled, placeholder: field.placeholder,
    'aria-describedby': described, 'aria-invalid': field.error && 'true', 'data-input': field.input, 'data-change': field.change,
  })
  if (field.choices) {
    return html`<select class="input" ${common}>${field.choices.map((choice) => html`<option value="${choice.value}" ${choice.value === (field.value ?? '') ? 'selected' : ''}>${choice.label}</option>`)}</select>`
  }
  if (field.rows) return html`<textarea class="input ${field.mono ? 'mono' : ''}" rows="${field.rows}" ${common}>${field.value ?? ''}</textarea>`
  const more = attributes({
    type: field.type ?? 'text', value: field.value ?? '', autocomplete: field.autocomplete ?? 'off', min: field.minimum, max: field.maximum,
  })
  return html`<input class="input" ${more} ${common}>`
}

/** @param {Record<string, any>} pairs false, null and undefined are left out */
function attributes(pairs) {
  return Object.entries(pairs).filter(([name, value]) => value !== undefined && value !== null && value !== false && (value !== '' || name === 'value'))
    .map(([name, value]) => value === true ? html`${name} ` : html`${name}="${value}" `)
}

/** A box to tick.
 * @param {{name: string, label: any, checked?: boolean, help?: any, change?: string, disabled?: boolean}} options */
export function tick({ name, label, checked, help, change, disabled }) {
  return html`<div class="tick"><input type="checkbox" id="tick-${name}" name="${name}" ${checked ? 'checked' : ''} ${disabled ? 'disabled' : ''} ${attributes({ 'data-change': change, 'aria-describedby': help && `tick-${name}-help` })}>
    <div><label for="tick-${name}">${label}</label>${help ? html`<p class="field-help" id="tick-${name}-help">${help}</p>` : ''}</div></div>`
}

/** One of a few.
 * @param {{name: string, legend: any, value: string, choices: {value: string, title: any, text?: any}[], change?: string}} options */
export function choice({ name, legend, value, choices, change }) {
  return html`<fieldset class="choices"><legend class="field-label">${legend}</legend>${choices.map((one) => html`<label class="choice">
    <input type="radio" name="${name}" value="${one.value}" ${one.value === value ? 'checked' : ''} ${attributes({ 'data-change': change })}>
    <span><b>${one.title}</b>${one.text ? html`<span class="choice-text">${one.text}</span>` : ''}</span></label>`)}</fieldset>`
}

/** What a form holds, trimmed; empty text is null.
 * @param {HTMLFormElement} form @returns {Record<string, any>} */
export function valuesOf(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value.trim() || null : value]))
}

/** Moves to the first field with an error.
 * @param {Element} root */
export function focusError(root) {
  const first = root.querySelector('[aria-invalid="true"]')
  if (first instanceof HTMLElement) first.focus()
}
