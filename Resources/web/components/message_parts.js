// Parts of a mail's panel.
import { html } from '../html.js'
import { icon, note } from './states.js'
import { clock, count, exact, moment } from '../models/format.js'

/** What can be done in each state: act, words, icon.
 * @type {Record<string, [string, string, string][]>} */
const ACTS = {
  composed: [['approve', 'Approve', 'check'], ['edit', 'Edit', 'edit'], ['cancel', 'Cancel', 'cross']],
  approved: [['send', 'Send now', 'sent'], ['reschedule', 'Send later', 'clock'], ['unapprove', 'Take approval back', 'back'], ['cancel', 'Cancel', 'cross']],
  queued: [['reschedule', 'Send later', 'clock'], ['unapprove', 'Take approval back', 'back'], ['cancel', 'Cancel', 'cross']],
  failed: [['retry', 'Try again', 'again'], ['unapprove', 'Edit it', 'edit'], ['cancel', 'Cancel', 'cross']],
  saved_as_draft: [['cancel', 'Cancel', 'cross']],
}

/** @param {Message} message */
export function actsOf({ state, why }) {
  // A follow-up leaves by itself once it is its turn.
  const acts = (ACTS[state] ?? []).filter(([act]) => act !== 'send' || why?.gate !== 'sequence')
  return acts.length ? html`<div class="row">${acts.map(([act, words, name], index) => html`<button class="button button-small ${index === 0 && ['approve', 'send', 'retry'].includes(act) ? 'button-main' : ''}" data-act="${act}">${icon(name)}${words}</button>`)}</div>` : ''
}

/** Why a mail waits, or why it failed.
 * @param {Message} message */
export function whyPart(message) {
  if (message.state === 'failed') return html`<div class="side-part">${note('bad', html`<b>It was not sent.</b> ${message.error ?? ''} ${message.attempts ? `Tried ${count(message.attempts)} ${message.attempts === 1 ? 'time' : 'times'}.` : ''}`)}</div>`
  if (!message.why) return ''
  return html`<div class="side-part">${note('waiting', html`<b>Why it waits:</b> ${message.why.detail}${message.why.opens_at ? html` <span class="nowrap" title="${exact(message.why.opens_at)}">Earliest ${moment(message.why.opens_at)}.</span>` : ''}`)}</div>`
}

/** Whether a mail was put into Drafts, so that only the person can have sent it.
 * @param {Attempt[]} attempts */
export function wasDraft(attempts) { return attempts.at(-1)?.outcome === 'saved' }

/** The question that only the person can answer.
 * @param {Message} message @param {Attempt[]} attempts */
export function unsurePart(message, attempts) {
  if (message.state !== 'unsure') return ''
  const last = attempts.at(-1)
  const draft = wasDraft(attempts)
  return html`<section class="side-part"><h3>Was this mail sent?</h3>${draft ? html`<p>The draft is no longer in your mailbox, and not in Sent either.` : html`<p>The connection to the mail server broke at the very end. ${last?.dot_at ? html`The whole mail had been handed over at <b>${clock(last.dot_at)}</b>, but the server’s “received” never came.` : 'It is not known how far it got.'}
    Your Sent folder was searched, and the mail was not found there.`} That proves nothing: some servers keep no copy.</p>
    <p>${draft ? '' : 'Look into your Sent folder, or wait whether an answer or a returned mail comes. '}Until you decide, nothing more is sent to ${message.lead_name}.</p>
    <div class="row"><button class="button button-main" data-act="resolve" data-outcome="sent">${icon('check')}It was sent</button><button class="button" data-act="resolve" data-outcome="not_sent">${draft ? 'I deleted it' : html`${icon('again')}It was not sent`}</button></div></section>`
}

/** @type {Record<string, string>} */
const OUTCOMES = { accepted: 'Taken by the mail server', saved: 'Put into your drafts', refused: 'Refused by the mail server', not_sent: 'Not sent', unknown: 'Not known' }

/** Each try to send it, from the ledger.
 * @param {Attempt[]} attempts */
export function attemptsPart(attempts) {
  if (!attempts.length) return ''
  return html`<section class="side-part"><h3>Tries to send it</h3><ol class="stack-small">${attempts.map((one) => html`<li><b>${OUTCOMES[one.outcome ?? 'unknown'] ?? one.outcome}</b> <span class="quiet" title="${exact(one.started_at)}">${moment(one.started_at)}${one.finished_at ? `, took ${count(Math.round((one.finished_at - one.started_at) / 100) / 10)} s` : ''}</span>
    ${one.reply ? html`<br><code>${one.reply}</code>` : ''}</li>`)}</ol></section>`
}
