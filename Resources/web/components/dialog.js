// Questions that need an answer before going on. The browser's own dialog keeps the focus inside and closes with Esc.
import { html } from '../html.js'
import { render } from '../morph.js'

/** Opens a dialog with this content; answers the value of the button that closed it, '' for Esc.
 * @param {any} content @param {{wide?: boolean, opened?: (dialog: HTMLDialogElement) => void}} [options] @returns {Promise<{value: string, form: FormData|null}>} */
export function ask(content, options = {}) {
  const { wide = false, opened } = options
  const dialog = document.createElement('dialog')
  dialog.className = wide ? 'dialog dialog-wide' : 'dialog'
  render(dialog, html`<form method="dialog" class="dialog-form">${content}</form>`)
  const title = dialog.querySelector('h2')
  if (title) {
    title.id = 'dialog-title'
    dialog.setAttribute('aria-labelledby', 'dialog-title')
  }
  document.body.append(dialog)
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close('') })
  dialog.addEventListener('keydown', (event) => {
    // Enter in a line of text is for the last button, which does it; the browser would take the first, which leaves.
    if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented || !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    dialog.querySelector(/** @type {'button'} */ ('.dialog-buttons button:last-child'))?.click()
  })
  dialog.showModal()
  opened?.(dialog)
  return new Promise((answer) => dialog.addEventListener('close', () => {
    const form = dialog.querySelector('form')
    answer({ value: dialog.returnValue, form: form ? new FormData(form) : null })
    dialog.remove()
  }))
}

/** Asks before something that can't be undone. Names the effect.
 * @param {{title: string, text: any, act: string, danger?: boolean, stay?: string}} question */
export async function confirm({ title, text, act, danger = false, stay = 'Cancel' }) {
  const { value } = await ask(html`<h2>${title}</h2><div class="dialog-text">${text}</div>
    <div class="dialog-buttons"><button class="button" value="">${stay}</button>
    <button class="button ${danger ? 'button-danger' : 'button-main'}" value="yes">${act}</button></div>`)
  return value === 'yes'
}
