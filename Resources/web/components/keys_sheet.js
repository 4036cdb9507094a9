// `?` lists the keys of the page in view.
import { html } from '../html.js'
import { ask } from './dialog.js'
import { tick } from './field.js'
import { keys, LETTERS } from '../keys.js'
import { keep } from '../models/theme.js'

/** @param {string} key */
function shown(key) { return key.split('+').map((part) => html`<kbd>${part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1)}</kbd>`) }

export async function openKeys() {
  if (document.querySelector('dialog[open]')) return
  const { form } = await ask(html`<h2>Keys</h2><div class="keys">${[...keys.sheets].reverse().map((sheet) => html`<section><h3>${sheet.title}</h3><dl class="keys-list">
      ${sheet.keys.filter((key) => key.text).map((key) => html`<div><dt>${shown(key.key)}</dt><dd>${key.text}</dd></div>`)}</dl></section>`)}</div>
    ${tick({ name: 'letters', label: 'Single letters are keys', checked: keys.letters, help: 'Switch this off if letters are pressed by accident, for example when you dictate.' })}
    <div class="dialog-buttons"><button class="button button-main" value="close">Close</button></div>`)
  keys.letters = form?.get('letters') !== null
  keep(LETTERS, keys.letters)
}
