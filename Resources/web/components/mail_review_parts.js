// What stands around a mail that is reviewed: what must change, why it is here again, and what follows it.
import { html } from '../html.js'
import { filesView } from './attachments.js'
import { note } from './states.js'

/** What must be put right, above the mail, so that nobody approves past it.
 * @param {MessageDetail} detail @param {boolean} bad whether it can't be approved like this; in practice it can */
export function mustChange({ lint }, bad) {
  const errors = lint.filter(({ level }) => level === 'error')
  if (!errors.length) return ''
  return note(bad ? 'bad' : 'attention', html`<b>${bad ? 'Put this right first.' : 'Only practice lets this pass.'}</b> ${errors.map(({ text }) => text).join(' ')}`)
}

/** Why it is here once more.
 * @param {Message} message */
export function again({ why }) { return why?.detail.startsWith('It waits for your approval again') ? note('attention', why.detail) : '' }

/** What follows in the same sequence and is approved with it.
 * @param {SequenceMail[]} mails */
export function followUps(mails) {
  if (!mails.length) return ''
  return html`<section class="follow" aria-label="Follow-ups"><h2>${mails.length === 1 ? 'And then, if nobody answers' : 'And then, as long as nobody answers'}</h2>${mails.map((one) => html`<article class="mail" data-key="${one.id}"><header class="mail-head"><h3 class="mail-subject">${one.subject}</h3><p class="quiet small">${one.wait ? `${one.wait} after the mail before it` : ''}${one.html ? ' · text and HTML' : ''} · <a href="/outbox/${one.id}">open</a></p></header><div class="mail-text">${one.text}</div>${filesView(one.attachments)}</article>`)}</section>`
}
