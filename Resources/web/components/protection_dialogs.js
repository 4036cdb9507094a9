// The questions about passphrase, recovery key and data key. Each answers whether something changed.
import { api, html } from '../view.js'
import { ask, confirm } from './dialog.js'
import { field } from './field.js'
import { note } from './states.js'
import { say } from './toasts.js'
import { exact } from '../models/format.js'

/** @param {string} name @param {string} label @param {string} error @param {any} [help] */
const secret = (name, label, error, help) => field({ name, label, type: 'password', error, help, autocomplete: name === 'current' ? 'current-password' : 'new-password', required: true })

/** Asks until it works or the person stops. The form is asked again with what was wrong.
 * @param {(wrong: Problem|null) => any} content @param {(values: Record<string, any>) => Promise<any>} act @param {(dialog: HTMLDialogElement) => void} [opened] */
async function until(content, act, opened) {
  /** @type {Problem|null} */
  let wrong = null
  for (;;) {
    const { value, form } = await ask(content(wrong), { opened })
    if (value !== 'yes' || !form) return null
    try { return await act(Object.fromEntries(form)) } catch (/** @type {any} */ problem) { wrong = problem }
  }
}

/** @param {Problem|null} wrong @param {string[]} names fields that show their own error */
const said = (wrong, ...names) => wrong && !names.some((name) => wrong.field(name)) ? note('bad', wrong.message) : ''
/** @param {string} act @param {boolean} [danger] */
const buttons = (act, danger = false) => html`<div class="dialog-buttons"><button class="button" type="submit" value="" formnovalidate>Cancel</button><button class="button ${danger ? 'button-danger' : 'button-main'}" value="yes">${act}</button></div>`
/** Where there is a passphrase, it is asked for again: whoever finds the page open must not change the locks.
 * @param {Protection} state @param {Problem|null} wrong */
const present = (state, wrong) => state.passphrase ? secret('current', 'Present passphrase', wrong?.field('current') ?? '', 'Your recovery key does, too.') : ''

/** Sets or changes the passphrase.
 * @param {Protection} state */
export async function choosePassphrase(state) {
  const done = await until((wrong) => html`<h2>${state.passphrase ? 'Change the passphrase' : 'Set a passphrase'}</h2>
    <div class="dialog-text"><p>The program asks for it each time it starts, and sends nothing before. ${state.recovery === 'saved' ? '' : html`<b>If you forget it, your data is lost</b>, unless you print a recovery key, too.`}</p></div>
    ${said(wrong, 'current', 'passphrase', 'again')}${present(state, wrong)}${secret('passphrase', 'New passphrase', wrong?.field('passphrase') ?? '', 'Ten letters or more. Four or five words that make a picture are easy to remember and hard to guess.')}${secret('again', 'The same once more', wrong?.field('again') ?? '')}${buttons(state.passphrase ? 'Change it' : 'Set it')}`,
  async ({ current, passphrase, again }) => {
    if (passphrase !== again) throw Object.assign(new Error('The two are not the same.'), { field: (/** @type {string} */ name) => name === 'again' ? 'is not the same as above' : '' })
    await api.post('/api/protection/passphrase', { current: current ?? null, passphrase })
    return true
  })
  if (done) say(state.passphrase ? 'The passphrase is changed. Your data was not touched.' : 'From the next start on the program asks for your passphrase.')
  return Boolean(done)
}

/** Takes the passphrase away.
 * @param {Protection} state */
export async function removePassphrase(state) {
  const done = await until((wrong) => html`<h2>Take the passphrase away?</h2><div class="dialog-text"><p>The key then lies open in its file: whoever can read your files can read your data.</p></div>${said(wrong, 'current')}${present(state, wrong)}${buttons('Take it away', true)}`,
    async ({ current }) => { await api.post('/api/protection/passphrase', { current, passphrase: null }); return true })
  if (done) say('There is no passphrase any more.')
  return Boolean(done)
}

/** Shows a new recovery key once, to be printed; it counts when its end was typed.
 * @param {Protection} state */
export async function makeRecoveryKey(state) {
  const key = state.passphrase
    ? await until((wrong) => html`<h2>Make a recovery key</h2>${said(wrong, 'current')}${present(state, wrong)}${buttons('Show it')}`, async ({ current }) => (await api.post('/api/protection/recovery-key', { current })).key)
    : (await api.post('/api/protection/recovery-key', {})).key
  if (!key) return false
  const done = await until((wrong) => html`<div class="print-sheet stack"><h2>Your recovery key</h2><p class="recovery-key">${key.split('-').map((/** @type {string} */ group, /** @type {number} */ index) => html`<span>${group}${index < 13 ? '-' : ''}</span>`)}</p>
    <p>With this key and a backup your data can be read on any computer. Keep it where you keep important papers, not on this computer. It is shown only now.</p><p class="quiet small">Cold Outreach Agent · ${exact(Date.now())}${state.recovery === 'saved' ? ' · The key from before opens only backups from before.' : ''}</p></div>
    ${said(wrong, 'ending')}${field({ name: 'ending', label: 'Its last four letters', error: wrong?.field('ending'), help: 'The key counts from then on. So it is certain that you have it.', required: true, mono: true })}
    <div class="dialog-buttons"><button class="button" type="button" data-print>Print</button><button class="button" value="" formnovalidate>Cancel</button><button class="button button-main" value="yes">I have it</button></div>`,
  async ({ ending }) => { await api.post('/api/protection/recovery-key/confirm', { ending }); return true },
  (dialog) => dialog.querySelector('[data-print]')?.addEventListener('click', () => print()))
  if (done) say('Your recovery key is in force. Backups from now on can be read with it.')
  return Boolean(done)
}

/** Notes that no recovery key is wanted. */
export async function declineRecoveryKey() {
  if (!await confirm({ title: 'No recovery key?', text: 'If this computer breaks or the key folder is lost, nobody can read your backups, not even you. You can make a recovery key later.', act: 'I know, go without', danger: true })) return false
  await api.post('/api/protection/recovery-key/decline')
  return true
}

/** Begins a new data key.
 * @param {Protection} state */
export async function changeDataKey(state) {
  const done = await until((wrong) => html`<h2>Change the data key?</h2><div class="dialog-text"><p>Do this when somebody may have copied your key folder. Everything is sealed anew while you work; nothing is lost if the computer stops in between.</p><p>Your passphrase and recovery key stay as they are. Make a backup when it is done: older ones are still sealed with the old key.</p></div>${said(wrong, 'current')}${present(state, wrong)}${buttons('Change it')}`,
    async ({ current }) => { await api.post('/api/protection/data-key', { current: current ?? null }); return true })
  if (done) say('The new key is in use. The rest is sealed anew in the background.')
  return Boolean(done)
}
