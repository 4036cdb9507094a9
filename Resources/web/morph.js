// Brings the page to what a template says while keeping nodes, focus, scroll positions and typed text.
import { parse } from './html.js'

/** Shows markup inside an element, changing only what differs.
 * @param {Element} target @param {import('./html.js').Markup} markup */
export function render(target, markup) { morphChildren(target, parse(markup)) }

/** @param {Node} node */
function keyOf(node) { return node instanceof Element ? node.getAttribute('data-key') || node.id || '' : '' }

/** @param {Node} one @param {Node} other */
function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other)
}

/** @param {Element} current @param {Node} wanted */
function morphChildren(current, wanted) {
  const keyed = new Map([...current.children].map((child) => [keyOf(child), child]))
  let cursor = current.firstChild
  for (const next of [...wanted.childNodes]) {
    const key = keyOf(next)
    const known = key ? keyed.get(key) : cursor
    if (known && known.parentNode === current && alike(known, next)) {
      if (known === cursor) cursor = cursor.nextSibling
      else current.insertBefore(known, cursor)
      morphNode(known, next)
    } else current.insertBefore(next, cursor)
  }
  while (cursor) {
    const rest = cursor.nextSibling
    cursor.remove()
    cursor = rest
  }
}

/** @param {Node} current @param {Node} wanted */
function morphNode(current, wanted) {
  if (!(current instanceof Element) || !(wanted instanceof Element)) {
    if (current.nodeValue !== wanted.nodeValue) current.nodeValue = wanted.nodeValue
    return
  }
  morphAttributes(current, wanted)
  // An island is drawn by someone else: a child view, or the rows of a virtual table.
  if (current.hasAttribute('data-island')) return
  if (current instanceof HTMLTextAreaElement) {
    if (current.defaultValue === wanted.textContent) return
    const typed = current.value
    current.defaultValue = wanted.textContent ?? ''
    current.value = current === document.activeElement ? typed : current.defaultValue
  } else morphChildren(current, wanted)
}

/** @param {Element} current @param {Element} wanted */
function morphAttributes(current, wanted) {
  for (const { name } of [...current.attributes]) {
    if (wanted.hasAttribute(name) || name === 'style' || (name === 'open' && current.tagName === 'DETAILS')) continue
    current.removeAttribute(name)
    follow(current, name, null)
  }
  for (const { name, value } of [...wanted.attributes]) {
    if (current.getAttribute(name) === value) continue
    current.setAttribute(name, value)
    follow(current, name, value)
  }
}

/** A form control forgets its attributes once it was touched, so they are set as properties too.
 * @param {Element} element @param {string} name @param {string|null} value */
function follow(element, name, value) {
  // What is being typed is never overwritten.
  if (element instanceof HTMLInputElement && name === 'value' && element !== document.activeElement) element.value = value ?? ''
  if (element instanceof HTMLInputElement && name === 'checked') element.checked = value !== null
  if (element instanceof HTMLOptionElement && name === 'selected') element.selected = value !== null
}
