// The filters of the lead list, as they stand in the address of the page.
import { labelOf, LEAD_STATES, OUTCOMES, plainWord, SOURCES } from './labels.js'

/** Names of filters that the server knows. */
export const FILTERS = ['q', 'state', 'review_status', 'source', 'tag', 'country', 'has_email', 'outcome', 'site']

/** @param {URLSearchParams} query @returns {Record<string, string>} */
export function filtersOf(query) {
  return Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']).filter(([, value]) => value))
}

/** @param {URLSearchParams} query */
export function sortOf(query) {
  return { by: query.get('sort') ?? 'discovered_at', order: query.get('order') === 'asc' ? 'asc' : 'desc' }
}

/** The address of the list with some parts changed; an empty value takes a part away.
 * @param {URLSearchParams} query @param {Record<string, string|null>} change @param {string} [path] */
export function listPath(query, change, path = '/leads') {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next.toString() ? `${path}?${next}` : path
}

/** What is asked of the server.
 * @param {URLSearchParams} query */
export function questionOf(query) {
  const { by, order } = sortOf(query)
  return { ...filtersOf(query), sort: by, order }
}

/** Filters in words, to be shown as chips that can be taken away. Search and review state have their own place.
 * @param {Record<string, string>} filters */
export function chipsOf(filters) {
  /** @type {Record<string, (value: string) => string>} */
  const words = {
    state: (value) => `State: ${labelOf(LEAD_STATES, value).text}`,
    source: (value) => `From: ${SOURCES[value] ?? plainWord(value)}`,
    tag: (value) => `Tag: ${value}`,
    country: (value) => `Country: ${value}`,
    has_email: (value) => value === 'true' ? 'With e-mail' : 'Without e-mail',
    site: () => 'Web site not read',
    outcome: (value) => `Outcome: ${labelOf(OUTCOMES, value).text}`,
  }
  return Object.entries(filters).filter(([name]) => words[name]).map(([name, value]) => ({ name, text: words[name](value) }))
}
