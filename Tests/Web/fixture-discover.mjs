// Searches for businesses, answered from memory.
const source = { id: 'openstreetmap', name: 'OpenStreetMap', summary: 'Businesses that volunteers put on the map, with web site and phone for about a third of them. No key needed.', terms: 'You may keep and use the results, also for business. Where you show or pass them on, name the source.', terms_url: 'https://www.openstreetmap.org/copyright', attribution: '© OpenStreetMap contributors', cost: 'free', quota: '', settings: [], asks_consent: false, accepted_at: null, searches_30_days: 3, cost_30_days: 0, problem: null }
const paid = { ...source, id: 'dataforseo', name: 'DataForSEO Maps', summary: 'Businesses as Google Maps shows them, bought from DataForSEO with your own account.', terms: "The results are yours to use under DataForSEO's terms.", cost: 'about $0.002 for each part of the area', quota: '2,000 requests a minute for your account', settings: ['DATAFORSEO_LOGIN'], searches_30_days: 12, cost_30_days: 0.4 }
const maps = { ...source, id: 'google_maps', name: 'Google Maps in your browser', summary: 'Looks at Google Maps with the Chromium of this computer, one page at a time.', terms: "Google's terms forbid reading Maps by programs. If you use this source it is on your own responsibility. The program goes slowly, declines cookies, and stops as soon as Google asks whether a person is searching.", quota: 'at most 10 pages a minute', asks_consent: true, searches_30_days: 0, problem: 'Google Maps in your browser is off until you have read and accepted its terms on the Discover page.' }
const box = { south: 52.34, west: 13.09, north: 52.68, east: 13.76 }
const run = (id, state, more) => ({ id, source: 'openstreetmap', query: 'bakery', location: 'Berlin', area: box, max_results: 100, enrich: true, language: 'en', state, progress: 1, found: 64, imported: 51, updated: 4, skipped: 9, cost: 0, error: null, created_at: Date.now() - 7_200_000, finished_at: Date.now() - 7_100_000, new_only: false, notes: [], shape: { kind: 'box' }, next_source: null, ...more })
const runs = [
  run('d2', 'running', { query: 'florist', progress: 0.4, found: 12, imported: 10, created_at: Date.now() - 20_000, finished_at: null }), run('d1', 'completed', {}),
  run('d3', 'failed', { query: 'tailor', location: 'Hamburg', progress: 0.2, found: 3, imported: 3, error: 'Google asks whether a person is searching. The search stopped at once, and Maps is left alone for some hours.', source: 'google_maps', notes: ['OpenStreetMap knows none of these.'], next_source: { id: 'dataforseo', name: 'DataForSEO Maps' } }),
]

export function discoverRoutes(leads, mode) {
  const none = () => ['empty', 'fresh'].includes(mode())
  const find = ({ params: [key] }) => runs.find(({ id }) => id === key) ?? { problem: 404, code: 'not_found', detail: 'There is no such search.' }
  const found = () => leads.slice(0, 40).map((lead, at) => ({ is_new: at % 5 > 0, lead: { ...lead, latitude: 52.4 + (at * 37 % 20) / 100, longitude: 13.2 + (at * 53 % 40) / 100 } }))
  return [
    ['GET', '/api/discovery/sources', () => ({ data: [source, paid, maps] })], ['POST', '/api/discovery/sources/:id/accept', () => ({ status: 204 })], ['POST', '/api/discovery/sources/:id/withdraw', () => ({ status: 204 })],
    ['POST', '/api/discovery/estimate', ({ body }) => ({ source: body.source, most_cost: body.source === 'dataforseo' ? 0.36 : 0, limit: 2, is_allowed: true })], ['POST', '/api/discovery/:id/again', () => ({ status: 202, body: { job_id: 'j9', id: 'd2' } })], ['POST', '/api/discovery/sources/:id/test', () => ({ detail: 'OpenStreetMap answers.' })],
    ['GET', '/api/discovery/places', ({ query }) => ({ data: query.get('q') === 'Nowhere' ? [] : [{ name: 'Berlin, Deutschland', latitude: 52.51, longitude: 13.39, box, country: 'de', kind: 'city' }, { name: 'Berlin, Coös County, New Hampshire, United States', latitude: 44.47, longitude: -71.18, box, country: 'us', kind: 'city' }] })],
    ['GET', '/api/discovery', () => ({ data: none() ? [] : runs, next_cursor: null })], ['GET', '/api/discovery/:id', find],
    ['GET', '/api/discovery/:id/leads', () => ({ data: found(), next_cursor: '40' })],
    ['POST', '/api/discovery/:id/cancel', find], ['POST', '/api/discovery/:id/resume', () => ({ status: 202, body: { job_id: 'j9' } })],
    ['POST', '/api/jobs/discover', () => ({ status: 202, body: { job_id: 'j9', id: 'd2' } })],
  ]
}
