// The only place where text becomes HTML. Every value is escaped unless it came out of `html` itself.

/** A piece of HTML that is safe to insert. */
export class Markup {
  /** @param {string} text */
  constructor(text) { this.text = text }
  toString() { return this.text }
}

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' }

/** The text with everything escaped that means something in HTML, attributes included.
 * @param {unknown} value */
export function escape(value) { return String(value).replace(/[&<>"'`]/g, (sign) => ENTITIES[sign]) }

/** Escapes one value of a template. Lists are joined; null, undefined and booleans are nothing.
 * @param {unknown} value @returns {string} */
function piece(value) {
  if (value === null || value === undefined || typeof value === 'boolean') return ''
  if (value instanceof Markup) return value.text
  return Array.isArray(value) ? value.map(piece).join('') : escape(value)
}

/** The template tag: html`<p>${text}</p>`.
 * @param {TemplateStringsArray} strings @param {...unknown} values */
export function html(strings, ...values) {
  return new Markup(strings.reduce((all, string, index) => all + piece(values[index - 1]) + string))
}

/** The nodes that a piece of markup stands for.
 * @param {Markup} markup @returns {DocumentFragment} */
export function parse(markup) {
  const template = document.createElement('template')
  template.innerHTML = markup.text
  return template.content
}
