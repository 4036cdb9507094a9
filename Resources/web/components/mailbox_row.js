// One mailbox in a list: its health in words, and pausing it.
import { api, html } from '../view.js'
import { badge, note } from './states.js'
import { confirm } from './dialog.js'
import { done } from './toasts.js'
import { ago, count, counted, moment } from '../models/format.js'

/** @type {Record<string, Label>} */
export const STATES = { ok: { text: 'Works', tone: 'good', icon: 'check' }, paused: { text: 'Paused', tone: 'waiting', icon: 'pause' }, failing: { text: 'Fails', tone: 'bad', icon: 'warning' }, offline: { text: 'Offline', tone: 'waiting', icon: 'offline' } }

/** What to do before a mailbox goes on that the program paused.
 * @type {Record<string, string>} */
const CAUSES = {
  sign_in: 'Test the mailbox first: a server that is asked again and again with a wrong password may lock the account.',
  refused: 'Going on before the provider takes your mail again makes it worse. Its help pages say how to get cleared.',
  bounces: 'First take out the addresses that you are not sure of. From now on bounces are counted anew.',
}

/** Pauses a mailbox or lets it go on; before the second the reason is shown where the program paused it.
 * @param {{reload: () => Promise<void>}} view @param {MailboxState[]} mailboxes @param {HTMLElement} button */
export async function turnMailbox(view, mailboxes, { dataset: { id = '', to = '' } }) {
  const one = mailboxes.find((other) => other.id === id)
  const warning = to === 'resume' && CAUSES[one?.cause ?? '']
  if (warning && !await confirm({ title: 'Let this mailbox send again?', text: html`<p>${one?.paused_reason}</p><p>${warning}</p>`, act: 'Resume', stay: 'Not yet' })) return
  await api.post(`/api/mailboxes/${id}/${to}`)
  done(to === 'pause' ? 'This mailbox sends nothing now.' : 'This mailbox sends again.', async () => { await api.post(`/api/mailboxes/${id}/${to === 'pause' ? 'resume' : 'pause'}`); await view.reload() })
  await view.reload()
}

/** @param {MailboxState} one @param {boolean} hasOthers whether another one could take its leads */
export function mailboxRow(one, hasOthers) {
  const isPractice = one.provider === 'practice'
  const parts = [isPractice ? 'Nothing leaves this computer' : `${count(one.sent_today)} of ${count(one.limit_today)} sent in 24 hours`, one.waiting ? `${counted(one.waiting, 'mail')} waiting` : '', one.health.last_ok_at ? `worked ${ago(one.health.last_ok_at)}` : '', one.can_read ? '' : 'answers are not read']
  const ill = one.state !== 'ok'
  return html`<div class="stack-small" data-key="${one.id}"><div class="list-row list-flat"><span class="list-main"><b>${one.title}</b>${one.title === one.address ? '' : html`<span class="small">${one.address}</span>`}<span class="quiet small">${parts.filter(Boolean).join(' · ')}</span></span>
    ${isPractice || one.takes_leads ? '' : badge({ text: 'No new leads', tone: 'plain', icon: 'stop' })}${badge(STATES[one.offline && ill ? 'offline' : one.state] ?? STATES.ok)}
    ${isPractice ? '' : one.is_primary ? html`<a class="button button-small" href="/settings/smtp" aria-label="Settings of ${one.title}">Settings</a>` : html`<button class="button button-small" data-act="edit" data-id="${one.id}" aria-label="Edit ${one.title}">Edit</button>`}
    <button class="button button-small" data-act="turn" data-id="${one.id}" data-to="${one.state === 'paused' ? 'resume' : 'pause'}" aria-label="${one.state === 'paused' ? 'Resume' : 'Pause'} ${one.title}">${one.state === 'paused' ? 'Resume' : 'Pause'}</button></div>
    ${one.is_primary ? html`<div class="tick"><input type="checkbox" id="takes-${one.id}" data-change="takesPrimary" data-id="${one.id}" ${one.takes_leads ? 'checked' : ''}><div><label for="takes-${one.id}">New leads may get this mailbox</label></div></div>` : ''}
    ${ill && (one.paused_reason || one.health.last_error) ? note('attention', html`${one.paused_reason ?? one.health.last_error}${one.retry_at ? ` Tried again ${moment(one.retry_at)}.` : ''}`, one.waiting && hasOthers ? html`<button class="button button-small" data-act="give" data-id="${one.id}">Give its leads to another …</button>` : '') : ''}</div>`
}
