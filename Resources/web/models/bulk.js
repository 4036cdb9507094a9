// Doing one thing to many leads, with words for what happened and the way back.
import { api } from '../api.js'
import { count, counted } from './format.js'

/** @type {Record<string, string>} */
const DONE = { approve: 'approved', reject: 'rejected', reopen: 'open for review again', tag: 'tagged', untag: 'untagged', outcome: 'changed' }

/** @param {string} action @param {{changed: number, skipped_count?: number, skipped?: {detail: string}[]}} answer */
export function outcomeText(action, { changed, skipped_count: skipped = 0, skipped: some = [] }) {
  const rest = skipped ? ` ${count(skipped)} left as they were${some[0] ? `: ${some[0].detail}` : '.'}` : ''
  return `${counted(changed, 'lead')} ${DONE[action] ?? 'changed'}.${rest}`
}

/** The act that takes another back, or nothing.
 * @param {string} action */
export function reverse(action) {
  return /** @type {Record<string, string>} */ ({ approve: 'reopen', reject: 'reopen', tag: 'untag', untag: 'tag' })[action] ?? null
}

/** @param {string} action @param {{ids?: string[], filter?: Record<string, string>}} target @param {string} [value] @returns {Promise<{changed: number, skipped_count: number, skipped: {id: string, detail: string}[]}>} */
export function bulk(action, target, value) { return api.post('/api/leads/bulk', { action, ...target, ...(value === undefined ? {} : { value }) }) }
