// Moving everything to another computer: one file under a passphrase, written here or taken over from there.
import { api, html } from '../view.js'
import { ask } from './dialog.js'
import { field, tick } from './field.js'
import { note } from './states.js'
import { say } from './toasts.js'
import { bytes } from '../models/format.js'

/** The section with both ways. */
export function moving() {
  return html`<section class="stack-small"><h2>Move to another computer</h2><p class="quiet">Everything goes into one file under a passphrase, keys included. Start the program on the other computer and take the file over there.</p>
    <div class="row"><button class="button" data-act="moveOut">Write the file…</button><button class="button" data-act="moveIn">Take over a file…</button></div></section>`
}

/** Asks until it works or the person gives up.
 * @param {(wrong: any, before: FormData|null) => any} form @param {(form: FormData) => Promise<any>} act */
async function until(form, act) {
  /** @type {any} */
  let wrong = null
  for (let before = /** @type {FormData|null} */ (null); ;) {
    const { value, form: given } = await ask(form(wrong, before))
    if (value !== 'yes' || !given) return
    before = given
    try { return await act(given) } catch (problem) { wrong = problem }
  }
}
/** @param {FormData|null} form @param {string} name */
const was = (form, name) => String(form?.get(name) ?? '')
/** @param {any} problem */
const trouble = (problem) => problem ? note('bad', problem.errors?.[0] ? `${problem.message} ${problem.errors[0].name}: ${problem.errors[0].detail}` : problem.message) : ''
/** @param {string} text */
const buttons = (text) => html`<div class="dialog-buttons"><button class="button" value="" formnovalidate>Cancel</button><button class="button button-main" value="yes">${text}</button></div>`

export const moveOut = () => until((wrong, form) => html`<h2>Write everything into a file</h2><div class="dialog-text"><p>Two computers that send from the same data write to everybody twice. So sending is paused here, unless you say otherwise.</p></div>${trouble(wrong)}
  ${field({ name: 'path', label: 'Where it is written', value: was(form, 'path'), placeholder: '/media/stick/cold-outreach.workspace', required: true, mono: true })}${field({ name: 'passphrase', label: 'Passphrase for the file', type: 'password', help: 'Four or five words are good. Without it nobody can open the file, neither can you.', required: true })}${field({ name: 'again', label: 'Once more', type: 'password', required: true })}
  ${tick({ name: 'stop', label: 'Pause sending here', checked: !form || form.has('stop') })}${buttons('Write it')}`,
async (form) => {
  if (form.get('passphrase') !== form.get('again')) throw { message: 'The two passphrases are not the same.' }
  const done = await api.post('/api/workspace/export', { path: was(form, 'path').trim(), passphrase: was(form, 'passphrase'), stop: Boolean(form.get('stop')) })
  say(`Written: ${bytes(done.bytes)}.${form.get('stop') ? ' Sending is paused here.' : ''}`)
})

export const moveIn = () => until((wrong, form) => html`<h2>Take over a file</h2><div class="dialog-text"><p>Everything here becomes as it is in the file. What is here now is put into a backup first. Nothing is sent until you say that the other computer stopped.</p></div>${trouble(wrong)}
  ${field({ name: 'path', label: 'Where it lies', value: was(form, 'path'), placeholder: '/media/stick/cold-outreach.workspace', required: true, mono: true })}${field({ name: 'passphrase', label: 'Passphrase of the file', type: 'password', required: true })}${buttons('Take it over')}`,
async (form) => {
  await api.post('/api/workspace/import', { path: was(form, 'path').trim(), passphrase: was(form, 'passphrase') })
  say('Taken over. The program starts again by itself; this page waits for it.')
  return true
})
