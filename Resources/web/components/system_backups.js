import { api, html, View } from '../view.js'
import { ask, confirm } from './dialog.js'
import { field } from './field.js'
import { moveIn, moveOut, moving } from './moving.js'
import { badge, empty, icon, note } from './states.js'
import { facts } from './timeline.js'
import { complain, say } from './toasts.js'
import { ago, bytes, count, exact } from '../models/format.js'
import { plainWord } from '../models/labels.js'

/** @type {Record<string, string>} */
const REASONS = { manual: 'Made by you', restore: 'Before going back to another', scheduled: 'Made by itself', migration: 'Before an update', update: 'Before a new version' }
/** How the second folder stands.
 * @type {Record<string, (folder: string) => any>} */
const SECOND = {
  off: () => note('note', html`All backups lie on this computer. <a href="/settings/database">Choose a second folder</a> on a stick, another disk or a folder that is synced.`),
  away: (folder) => note('attention', html`The second folder is not there now: <code>${folder}</code>. The newest backup is copied to it once it is back.`),
  behind: (folder) => note('waiting', html`The newest backup is not in the second folder yet: <code>${folder}</code>. It is copied within the hour.`, html`<button class="button button-small" data-act="copy">Copy now</button>`),
  current: (folder) => note('good', html`The newest backup lies in the second folder, too: <code>${folder}</code>`),
}

/** Copies of everything, sealed like the data itself. */
export class Backups extends View {
  /** @type {BackupsAnswer|null} */
  answer = null
  /** @type {Acts} */
  acts = {
    create: async () => { await api.post('/api/backups'); say('Backed up.'); await this.reload() },
    copy: async () => { await api.post('/api/backups/copy'); say('Copied.'); await this.reload() },
    verify: (button) => this.verify(button.dataset.name ?? ''),
    restore: (button) => this.restore(button.dataset.name ?? ''),
    file: () => this.restoreFile(), moveOut, moveIn,
  }

  news = ['job', 'status']

  async fetch() { this.answer = await api.get('/api/backups') }

  /** @param {string} name */
  async verify(name) {
    const { problems } = await api.post(`/api/backups/${encodeURIComponent(name)}/verify`)
    await this.reload()
    if (!problems.length) return say('The backup is whole and can be restored.')
    complain({ status: 0, message: `This backup is damaged: ${problems.map((/** @type {any} */ one) => one.detail ?? one).join(' ')} Make a new one.` })
  }

  /** @param {string} name */
  async restore(name) {
    const found = await api.get(`/api/backups/${encodeURIComponent(name)}`)
    if (!await goBack(found, {})) return
    await api.post(`/api/backups/${encodeURIComponent(name)}/restore`)
    say('Going back. The program starts again by itself; this page waits for it.')
  }

  /** From a stick, or from another computer. */
  async restoreFile() {
    /** @type {Problem|null} */
    let wrong = null
    for (let path = ''; ;) {
      const { value, form } = await ask(html`<h2>Go back to a backup file</h2><div class="dialog-text"><p>Such as one on a stick, or from another computer. You see what is in it before anything changes.</p></div>
        ${wrong ? note('bad', wrong.message) : ''}${field({ name: 'path', label: 'Where it lies', value: path, placeholder: '/media/stick/cold-outreach-….backup', required: true, mono: true })}
        <div class="dialog-buttons"><button class="button" value="" formnovalidate>Cancel</button><button class="button button-main" value="yes">Look into it</button></div>`)
      if (value !== 'yes' || !form) return
      path = String(form.get('path') ?? '').trim()
      try {
        const found = await api.post('/api/backups/file', { path })
        const answer = await goBack(found, { key: found.access === 'recovery_key' })
        if (!answer) return
        await api.post('/api/backups/file/restore', { path, recovery_key: answer.key || null })
        return say('Going back. The program starts again by itself; this page waits for it.')
      } catch (/** @type {any} */ problem) { wrong = problem }
    }
  }

  template() {
    return this.framed(() => {
      const { data, second, only_here: onlyHere } = /** @type {BackupsAnswer} */ (this.answer)
      return html`<div class="stack"><div class="row row-between"><p class="page-lead">A backup holds everything, sealed. Keys are not in it.</p><span class="row"><button class="button" data-act="file">From a file</button><button class="button button-main" data-act="create">${icon('shield')}Back up now</button></span></div>
        ${onlyHere ? note('attention', html`These backups can only be read on this computer. <a href="/settings/protection">Print a recovery key</a>, and they can be read on any.`) : ''}${(SECOND[second.state] ?? SECOND.off)(second.folder ?? '')}${list(data)}${moving()}</div>`
    })
  }
}

/** @param {BackupsAnswer["data"]} backups */
function list(backups) {
  if (!backups.length) return empty({ icon: 'shield', title: 'No backup yet', text: 'One is made every day by itself. You can make one now.' })
  return html`<ul class="list">${backups.map((one) => html`<li class="list-row" data-key="${one.name}"><span class="list-main"><b title="${one.name}">${exact(one.created_at)}</b><span class="quiet small">${REASONS[one.reason] ?? plainWord(one.reason)} · ${bytes(one.bytes)} · ${ago(one.created_at)}${one.portable ? ' · readable with your recovery key' : ''}</span></span>
    ${one.verified ? badge({ text: 'Checked', tone: 'good', icon: 'check' }) : one.verified === false ? badge({ text: 'Damaged', tone: 'bad', icon: 'warning' }) : ''}
    <span class="row"><button class="button button-small" data-act="verify" data-name="${one.name}">Check</button><button class="button button-small" data-act="restore" data-name="${one.name}">Go back to it</button></span></li>`)}</ul>`
}

/** Shows what is inside beside what is there now, and asks.
 * @param {any} found @param {{key?: boolean}} options @returns {Promise<{key: string}|null>} */
async function goBack({ inside, now, access, newer, changed_at: changed }, { key = false }) {
  const figures = facts([['Leads', 'leads'], ['Mails', 'messages'], ['Answers', 'replies'], ['Campaigns', 'campaigns']].map(([title, name]) => [title, html`<b>${count(inside[name])}</b> <span class="quiet">now ${count(now[name])}</span>`]))
  const last = changed ? html`<p>Its last change is from <b>${exact(changed)}</b>.</p>` : ''
  if (newer || access === 'never') {
    await confirm({ title: 'This backup can’t be used here', text: newer ? 'A newer version of the program made it. Install that version first.' : 'It was sealed on another computer, before a recovery key was made there. It can only be read there.', act: 'Close', stay: 'Back' })
    return null
  }
  const { value, form } = await ask(html`<h2>Go back to this backup?</h2><div class="dialog-text">${figures}${last}<p>Everything becomes as it is in the backup. The present state is put into a backup of its own first.</p><p>Sending stays frozen afterwards, until you have looked at what may have been sent since. So nobody gets a mail twice.</p></div>
    ${key ? field({ name: 'key', label: 'Recovery key', help: 'It was printed on the computer that the backup comes from.', required: true, mono: true }) : ''}
    <div class="dialog-buttons"><button class="button" value="" formnovalidate>Cancel</button><button class="button button-danger" value="yes">Go back to it</button></div>`)
  return value === 'yes' ? { key: String(form?.get('key') ?? '') } : null
}
