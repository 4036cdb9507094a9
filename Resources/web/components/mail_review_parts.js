// What stands below a mail that is reviewed: why it is here again, and what follows it.
import { html } from '../html.js'
import { filesView } from './attachments.js'
import { note } from './states.js'

/** Why it is here once more.
 * @param {Message} message */
export function again({ why }) { return why?.detail.startsWith('It waits for your approval again') ? note('attention', why.detail) : '' }

/** What follows in the same sequence and is approved with it.
 * @param {SequenceMail[]} mails */
export function followUps(mails) {
  if (!mails.length) return ''
  return html`<section class="follow" aria-label="Follow-ups"><h2>${mails.length === 1 ? 'And then, if nobody answers' : 'And then, as long as nobody answers'}</h2>${mails.map((one) => html`<article class="mail" data-key="${one.id}"><header class="mail-head"><h3 class="mail-subject">${one.subject}</h3><p class="quiet small">${one.wait ? `${one.wait} after the mail before it` : ''}${one.html ? ' · text and HTML' : ''} · <a href="/outbox/${one.id}">open</a></p></header><div class="mail-text">${one.text}</div>${filesView(one.attachments)}</article>`)}</section>`
}
