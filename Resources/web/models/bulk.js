// Doing one thing to many leads, with words for what happened and the way back.
import { address, api } from '../api.js'
import { count, counted } from './format.js'

/** @type {Record<string, string>} */
const DONE = { restore: 'taken up again', approve: 'approved', reject: 'rejected', reopen: 'open for review again', tag: 'tagged', untag: 'untagged', outcome: 'changed' }

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

/** Lets the browser keep the picked leads as a file. All that fit are a link to follow; some are asked for by their ids.
 * @param {import('./selection.js').Selection} picked @param {Record<string, string>} question */
export async function exportLeads(picked, question) {
  if (picked.all) return save(address('/api/leads/export', { format: 'csv', ...question }))
  const text = await api.post('/api/leads/export', { format: 'csv', ids: picked.ids })
  const place = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  save(place)
  setTimeout(() => URL.revokeObjectURL(place), 10_000)
}

/** @param {string} place */
function save(place) { Object.assign(document.createElement('a'), { href: place, download: 'leads.csv' }).click() }
