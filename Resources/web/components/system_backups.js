import { html } from '../html.js'
import { api } from '../api.js'
import { View } from '../view.js'
import { confirm } from './dialog.js'
import { icon } from './icon.js'
import { badge, empty } from './states.js'
import { complain, say } from './toasts.js'
import { ago, bytes, exact } from '../models/format.js'
import { plainWord } from '../models/labels.js'

/** @type {Record<string, string>} */
const REASONS = { manual: 'Made by you', restore: 'Before going back to another', scheduled: 'Made by itself', migration: 'Before an update' }

/** Copies of everything, sealed like the data itself. */
export class Backups extends View {
  /** @type {Backup[]} */
  backups = []
  /** @type {Acts} */
  acts = {
    create: async () => { await api.post('/api/backups'); say('Backed up.'); await this.reload() },
    verify: (button) => this.verify(button.dataset.name ?? ''),
    restore: (button) => this.restore(button.dataset.name ?? ''),
  }

  async open() {
    this.live(['job', 'status'])
    await super.open()
  }

  async fetch() { this.backups = (await api.get('/api/backups')).data }

  /** @param {string} name */
  async verify(name) {
    const { problems } = await api.post(`/api/backups/${encodeURIComponent(name)}/verify`)
    await this.reload()
    if (!problems.length) return say('The backup is whole and can be restored.')
    complain({ status: 0, message: `This backup is damaged: ${problems.map((/** @type {any} */ one) => one.detail ?? one).join(' ')} Make a new one.` })
  }

  /** @param {string} name */
  async restore(name) {
    const one = this.backups.find((other) => other.name === name)
    if (!one) return
    const question = {
      title: 'Go back to this backup?', act: 'Go back to it', danger: true,
      text: html`<p>Everything becomes as it was <b>${exact(one.created_at)}</b>. What was added or changed since then is put into a backup of its own first, and is gone from the program.</p>
        <p>Sending stays frozen afterwards, until you have looked at what may have been sent since that day. So nobody gets a mail twice.</p>`,
    }
    if (!await confirm(question)) return
    await api.post(`/api/backups/${encodeURIComponent(name)}/restore`)
    say('Going back. The program starts again by itself; this page waits for it.')
  }

  template() {
    return this.framed(() => html`<div class="stack"><div class="row row-between"><p class="page-lead">A backup holds everything but your key. Keep the key folder safe too: without it no backup can be read.</p><button class="button button-main" data-act="create">${icon('shield')}Back up now</button></div>${this.list()}</div>`)
  }

  list() {
    if (!this.backups.length) return empty({ icon: 'shield', title: 'No backup yet', text: 'One is made every day by itself. You can make one now.' })
    return html`<ul class="list">${this.backups.map((one) => html`<li class="list-row" data-key="${one.name}"><span class="list-main"><b title="${one.name}">${exact(one.created_at)}</b><span class="quiet small">${REASONS[one.reason] ?? plainWord(one.reason)} · ${bytes(one.bytes)} · ${ago(one.created_at)}</span></span>
      ${one.verified ? badge({ text: 'Checked', tone: 'good', icon: 'check' }) : one.verified === false ? badge({ text: 'Damaged', tone: 'bad', icon: 'warning' }) : ''}
      <span class="row"><button class="button button-small" data-act="verify" data-name="${one.name}">Check</button><button class="button button-small" data-act="restore" data-name="${one.name}">Go back to it</button></span></li>`)}</ul>`
  }
}
