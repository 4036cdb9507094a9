// A field for a template's source: numbered lines, tags set off, mistakes marked at their line.
import { html } from '../html.js'
import { linesOf } from '../models/template.js'

/** @typedef {{line: number|null, detail: string}} Mistake */

/** @param {{name: string, label: any, value: string, rows?: number, mistakes?: Mistake[], help?: any, error?: string}} options */
export function writeField({ name, label, value, rows = 12, mistakes = [], help = '', error = '' }) {
  const id = `field-${name}`
  const bad = new Set(mistakes.map(({ line }) => line))
  const wrong = Boolean(error || mistakes.length)
  return html`<div class="field ${wrong ? 'field-bad' : ''}" data-key="${id}-box"><label class="field-label" for="${id}">${label}</label>
    <div class="write ${rows === 1 ? 'write-one' : ''}"><div class="write-back rows-${rows}" aria-hidden="true">${linesOf(value).map((pieces, index) => html`<div class="write-line ${bad.has(index + 1) ? 'write-bad' : ''}">${pieces.length ? pieces.map(({ text, tag }) => tag ? html`<mark>${text}</mark>` : text) : '\u200b'}</div>`)}</div>
      <textarea class="write-input" id="${id}" name="${name}" rows="${rows}" spellcheck="true" data-input="type" aria-describedby="${id}-error ${id}-help" ${wrong ? html`aria-invalid="true"` : ''}>${value}</textarea></div>
    <div id="${id}-error" aria-live="polite">${error ? html`<p class="field-error">${error}</p>` : ''}${mistakes.map(({ line, detail }) => html`<p class="field-error">${line ? html`<button class="link" type="button" data-act="jump" data-field="${name}" data-line="${line}">Line ${line}</button>: ` : ''}${mistakeWords(detail)}</p>`)}</div>
    ${help ? html`<p class="field-help" id="${id}-help">${help}</p>` : html`<span id="${id}-help"></span>`}</div>`
}

/** What the engine says of a name that nobody knows, in words, and with what was meant at one click.
 * @param {string} detail */
function mistakeWords(detail) {
  const [, name, meant] = /^'([^']+)' is undefined(?: \(did you mean '([^']+)'\?\))?$/.exec(detail) ?? []
  if (!name) return detail
  return html`Nothing is called <code>${name}</code>.${meant ? html` <button class="link" type="button" data-act="meant" data-name="${name}" data-to="${meant}">Did you mean <code>${meant}</code>?</button>` : ' Take a name from the list below.'}`
}

/** Puts text at the cursor so that the browser can take it back with Ctrl-Z.
 * @param {HTMLTextAreaElement} input @param {string} text */
export function insertText(input, text) {
  input.focus()
  // The only way that keeps the field's own undo; where it is gone one day, the text still gets in.
  if (!document.execCommand('insertText', false, text)) input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end')
}

/** Puts the cursor at the beginning of a line.
 * @param {HTMLTextAreaElement} input @param {number} line from 1 */
export function goToLine(input, line) {
  const before = input.value.split('\n').slice(0, line - 1).join('\n').length
  input.focus()
  input.setSelectionRange(before + (line > 1 ? 1 : 0), before + (line > 1 ? 1 : 0))
}
