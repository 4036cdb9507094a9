// How the data is protected: passphrase, recovery key, data key.
import { api, html, View } from '../view.js'
import { badge } from './states.js'
import { changeDataKey, choosePassphrase, declineRecoveryKey, makeRecoveryKey, removePassphrase } from './protection_dialogs.js'
import { exact } from '../models/format.js'

export class ProtectionPart extends View {
  /** @type {Protection|null} */
  state = null
  /** @type {Acts} */
  acts = {
    passphrase: () => this.#do(choosePassphrase), open: () => this.#do(removePassphrase), recovery: () => this.#do(makeRecoveryKey),
    decline: () => this.#do(declineRecoveryKey), key: () => this.#do(changeDataKey),
  }

  news = ['status', 'job']

  async fetch() { this.state = await api.get('/api/protection') }

  /** @param {(state: Protection) => Promise<boolean>} question */
  async #do(question) { if (this.state && await question(this.state)) await this.reload() }

  template() {
    return this.framed(() => {
      const state = /** @type {Protection} */ (this.state)
      return html`<div class="stack"><p class="page-lead">Names, addresses, mails and passwords are sealed on your disk and in every backup. These are the keys to them.</p><ul class="list">${passphraseRow(state)}${recoveryRow(state)}${keyRow(state)}</ul></div>`
    })
  }
}

/** @param {string} key @param {string} title @param {any} text @param {any} mark @param {any} actions */
const row = (key, title, text, mark, actions) => html`<li class="list-row" data-key="${key}"><span class="list-main"><b>${title}</b><span class="quiet small">${text}</span></span>${mark}<span class="row">${actions}</span></li>`
/** @param {string} act @param {string} text */
const button = (act, text) => html`<button class="button button-small" type="button" data-act="${act}">${text}</button>`

/** @param {Protection} state */
function passphraseRow({ passphrase }) {
  return row('passphrase', 'Passphrase', passphrase ? 'Asked for at each start; nothing is sent before.' : 'Without one, whoever can read your files can read your data. Your disk’s own encryption helps, too.',
    passphrase ? badge({ text: 'Set', tone: 'good', icon: 'lock' }) : badge({ text: 'Not set', tone: 'waiting', icon: 'info' }), html`${button('passphrase', passphrase ? 'Change' : 'Set one')}${passphrase ? button('open', 'Take away') : ''}`)
}

/** The recovery key, in Settings and in set-up.
 * @param {Protection} state */
export function recoveryRow({ recovery, recovery_at: at }) {
  const text = { saved: html`Printed ${exact(at ?? 0)}. It opens your backups on any computer.`, declined: 'You chose to go without. Backups can only be read on this computer.', open: 'Until you print one, backups can only be read on this computer.' }[recovery]
  const mark = { saved: badge({ text: 'Printed', tone: 'good', icon: 'check' }), declined: badge({ text: 'Declined', tone: 'waiting', icon: 'info' }), open: badge({ text: 'Missing', tone: 'attention', icon: 'warning' }) }[recovery]
  return row('recovery', 'Recovery key', text, mark, html`${button('recovery', recovery === 'saved' ? 'Make a new one' : 'Make one')}${recovery === 'open' ? button('decline', 'Go without') : ''}`)
}

/** @param {Protection} state */
function keyRow({ data_key: number, resealing }) {
  return row('key', 'Data key', resealing ? 'A new one is in use; older values are being sealed anew. You can go on working.' : `Number ${number}. Change it when somebody may have copied your key folder.`,
    resealing ? badge({ text: 'Sealing anew', tone: 'waiting', icon: 'clock' }) : '', resealing ? '' : button('key', 'Change'))
}
