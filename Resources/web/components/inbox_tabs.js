import { html } from '../html.js'
import { count } from '../models/format.js'

/** The tabs of the inbox.
 * @param {'open'|'possible'|'done'|'practice'} here @param {{open: number, possible: number}|null} counts @param {boolean} practice whether the program is in practice mode */
export function inboxTabs(here, counts, practice) {
  /** @param {string} id @param {string} title @param {string} path @param {number} [number] */
  const tab = (id, title, path, number) => html`<a class="tab" href="${path}" ${here === id ? html`aria-current="page"` : ''}>${title}${number === undefined ? '' : html` <span class="tab-count">${count(number)}</span>`}</a>`
  return html`<nav class="tabs" aria-label="Inbox">${tab('open', 'To answer', '/inbox', counts?.open)}${tab('possible', 'Possible', '/inbox?state=possible', counts?.possible)}${tab('done', 'Done', '/inbox?state=done')}
    ${practice || here === 'practice' ? tab('practice', 'Practice mailbox', '/inbox/practice') : ''}</nav>`
}
