// Keys. Pages lay a sheet of keys on the pile; the topmost sheet that knows a key gets it.

/** @typedef {{key: string, text: string, run: (event: KeyboardEvent) => void, always?: boolean}} Key */
/** @typedef {{title: string, keys: Key[]}} Sheet */

/** Where this browser keeps whether letters alone are keys. */
export const LETTERS = 'letter-keys'

/** The name of a pressed key: `ctrl+k`, `?`, `j`, `Enter`. Shift is only named beside Ctrl.
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event */
export function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${event.altKey ? 'alt+' : ''}${key}`
}

/** Whether the person is typing, so that letters belong to the field.
 * @param {EventTarget|null} target */
export function isTyping(target) {
  const element = /** @type {HTMLElement|null} */ (target)
  if (!element?.tagName) return false
  if (element.isContentEditable || element.tagName === 'TEXTAREA' || element.tagName === 'SELECT') return true
  return element.tagName === 'INPUT' && !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(/** @type {HTMLInputElement} */ (element).type)
}

/** The pile of key sheets. */
export class Keys {
  /** @type {Sheet[]} */
  sheets = []
  /** Letters alone can be switched off (WCAG 2.1.4): people who speak to their computer press them by accident. */
  letters = true

  /** Lays a sheet on top. Returns what takes it away.
   * @param {Sheet} sheet */
  push(sheet) {
    this.sheets.push(sheet)
    return () => { this.sheets = this.sheets.filter((other) => other !== sheet) }
  }

  /** Runs what a key stands for. Returns whether something did.
   * @param {KeyboardEvent} event */
  press(event) {
    const name = nameOf(event)
    const typing = isTyping(event.target)
    for (const sheet of [...this.sheets].reverse()) {
      const found = sheet.keys.find((key) => key.key.toLowerCase() === name.toLowerCase())
      if (!found) continue
      if (!found.always && (typing || isControl(event))) return false
      if (!found.always && !this.letters && name.length === 1) return false
      event.preventDefault()
      found.run(event)
      return true
    }
    return false
  }
}

/** Enter and Space on a button or link are its own.
 * @param {KeyboardEvent} event */
function isControl(event) {
  const element = /** @type {HTMLElement|null} */ (event.target)
  return (event.key === 'Enter' || event.key === ' ') && /^(A|BUTTON|SUMMARY|INPUT)$/.test(element?.tagName ?? '')
}

export const keys = new Keys()
