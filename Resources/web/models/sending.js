// What the pill at the top says about sending.
import { labelOf, SENDING_STATES } from './labels.js'
import { clock, moment } from './format.js'

/** What each state means, for a person who is nervous about it.
 * @type {Record<string, string>} */
const MEANINGS = {
  practice: 'Nothing leaves this computer. Mails go to the practice mailbox, where you can answer them yourself.',
  drafts_only: 'Approved mails are put into your own Drafts folder. You send them yourself.',
  sending: 'Mails that you approved are being sent, one at a time.',
  waiting: 'Approved mails wait for their time.',
  paused: 'Nothing is sent until you resume.',
  offline: 'This computer has no connection to the mail server. It is tried again by itself; nothing is lost.',
  locked: 'Your data is locked. Enter the passphrase to go on.',
  frozen: 'Data was restored or moved here. Sending waits until you have looked at what may have been sent since.',
  needs_attention: 'Sending has stopped and needs you.',
}

/** @param {Sending|null|undefined} sending @returns {{text: string, tone: string, icon: string, more: string, detail: string, paused: boolean, frozen: boolean, canPause: boolean}} */
export function pillOf(sending) {
  const state = sending?.state ?? 'waiting'
  const label = labelOf(SENDING_STATES, state)
  const next = sending?.next_at ?? null
  const more = !next ? '' : state === 'sending' ? `next at ${clock(next)}` : state === 'waiting' ? `until ${moment(next)}`
    : state === 'offline' || state === 'needs_attention' ? `next try ${clock(next)}` : ''
  return {
    ...label, more, detail: sending?.detail || MEANINGS[state] || '', paused: state === 'paused', frozen: state === 'frozen',
    canPause: ['practice', 'drafts_only', 'sending', 'waiting', 'offline', 'needs_attention'].includes(state),
  }
}

/** Counts beside the names in the navigation.
 * @param {Needs|undefined} needs @returns {Record<string, {count: number, what: string}>} */
export function navCounts(needs) {
  return {
    review: { count: (needs?.review ?? 0) + (needs?.approve ?? 0), what: 'to review or approve' },
    outbox: { count: (needs?.unsure ?? 0) + (needs?.failed ?? 0), what: 'unsure or failed' },
    inbox: { count: (needs?.answer ?? 0) + (needs?.possible ?? 0), what: 'to answer' },
  }
}
