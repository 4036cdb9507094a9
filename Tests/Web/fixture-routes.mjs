// The routes of the contract, answered from memory.
import { backups, campaigns, crashes, enrolled, id, jobs, leads, makeLead, messages, now, plan, practice, replies, results, settings, starters, suppressions, tasks, templates } from './fixture-data.mjs'
import { evidenceOf, scoreRoutes } from './fixture-scores.mjs'
import { discoverRoutes } from './fixture-discover.mjs'
import { importRoutes } from './fixture-import.mjs'
import { guardRoutes } from './fixture-guard.mjs'
import { boxFigures, mailboxRoutes } from './fixture-mailboxes.mjs'
import { protectionRoutes } from './fixture-protection.mjs'
import { updateRoutes } from './fixture-updates.mjs'
import { setupRoutes } from './fixture-setup.mjs'
import { draftingRoutes } from './fixture-drafting.mjs'
import { templateRoutes } from './fixture-templates.mjs'
import { attachmentRoutes, domainOf, withFiles } from './fixture-attachments.mjs'

export const state = {
  mode: 'normal', streams: new Set(), sending: { state: 'practice', detail: null, next_at: null },
  behave(mode) { this.mode = mode },
}

/** Tells every stream that something changed. */
export function tell(name, entity = null) { for (const stream of state.streams) stream.write(`id: ${Date.now()}\nevent: ${name}\ndata: ${JSON.stringify({ id: entity })}\n\n`) }

let views = [{ id: 'v1', name: 'Bakeries to write to', query: 'review_status=approved&q=b%C3%A4ckerei', columns: ['city', 'email'] }]
let hazards = [{ id: 'import/i1/record/214', kind: 'import_record', title: 'Record 214 of the file “shops-berlin.csv”', crashes: 2, at: now - 7_200_000 }]
const missing = { problem: 404, code: 'not_found', detail: 'It is not there any more.' }
const all = () => state.mode === 'empty' || state.mode === 'fresh' ? [] : leads
const letters = () => state.mode === 'empty' || state.mode === 'fresh' ? [] : messages
const count = (list, key) => list.reduce((sum, one) => ({ ...sum, [one[key]]: (sum[one[key]] ?? 0) + 1 }), {})
const line = (number, action, entity, about, more = {}) => ({ id: number, at: now - (9 - number) * 3_500_000, actor: 'user', action, entity, entity_id: 'e1', about, before: {}, after: {}, request_id: 'r1', ...more })
const trail = [
  line(9, 'set', 'setting', 'Mails a day, at most', { entity_id: 'MAX_EMAILS_PER_DAY', before: { value: '20' }, after: { value: '25' } }), line(8, 'approve', 'lead', leads[0].business_name, { before: { state: 'pending_review' }, after: { state: 'approved' } }),
  line(7, 'receive', 'reply', leads[1].business_name, { actor: 'system', after: { kind: 'unsubscribe', certainty: 'certain' } }), line(6, 'accepted', 'message', leads[1].business_name, { actor: 'system', before: { state: 'sending' }, after: { state: 'sent' }, request_id: null }),
  line(5, 'suppress', 'suppression', null, { actor: 'system', after: { reason: 'unsubscribed', kind: 'address' } }), line(4, 'start', 'discovery', null, { after: { source: 'openstreetmap', words: 'bakery', location: 'Berlin' } }), line(3, 'backup', 'backup', null, { actor: 'system', after: { reason: 'daily' } }), line(2, 'login', 'session', null),
]
const page = (list, query, more = {}) => {
  const from = Number(query.get('cursor') ?? 0)
  const limit = Number(query.get('limit') ?? 50)
  return { data: list.slice(from, from + limit), next_cursor: from + limit < list.length ? String(from + limit) : null, ...more }
}

function fits(lead, query) {
  const q = query.get('q')?.toLowerCase()
  for (const key of ['state', 'review_status', 'source', 'country', 'outcome']) if (query.get(key) && lead[key] !== query.get(key)) return false
  if (query.get('has_email') && String(Boolean(lead.email)) !== query.get('has_email')) return false
  if (query.get('tag') && !lead.tags.includes(query.get('tag'))) return false
  return !q || `${lead.business_name} ${lead.contact_name} ${lead.email} ${lead.city}`.toLowerCase().includes(q)
}

function leadList({ query }) {
  const found = all().filter((lead) => fits(lead, query))
  const by = query.get('sort') ?? 'discovered_at'
  const sign = query.get('order') === 'asc' ? 1 : -1
  found.sort((one, other) => sign * (one[by] > other[by] ? 1 : one[by] < other[by] ? -1 : 0))
  return page(found, query, { counts: { total: found.length, by_state: count(all(), 'state'), by_review: count(all(), 'review_status') } })
}

function needs() {
  const by = count(letters().map(({ message }) => message), 'state')
  const open = letters().length ? replies.filter(({ reply }) => reply.state === 'open') : []
  return { review: all().filter((lead) => lead.state === 'pending_review').length, approve: by.composed ?? 0, answer: open.filter(({ reply }) => reply.match === 'certain').length, unsure: by.unsure ?? 0, failed: by.failed ?? 0, possible: open.filter(({ reply }) => reply.match === 'possible').length }
}
const mail = () => ({ sent_today: letters().length ? 7 : 0, limit_day: 20, sent_hour: letters().length ? 2 : 0, limit_hour: 5, sent_total: 128, queued: letters().length ? 3 : 0, replied: 11, bounced: 2, failed: 1, unsure: 1 })

function today() {
  const some = letters().length > 0
  return {
    needs: needs(), email_statistics: mail(), sending: state.sending, next_message: some ? { id: messages[4].message.id, lead_name: messages[4].message.lead_name, at: now + 7_200_000 } : null,
    days: Array.from({ length: 30 }, (_, index) => ({ date: new Date(now - (29 - index) * 86_400_000).toISOString().slice(0, 10), sent: some && index % 7 < 5 ? (index * 7) % 13 + index / 6 | 0 : 0, replied: some && index % 5 === 3 ? 1 + index % 2 : 0 })),
    funnel: ['pending_review', 'approved', 'ready_for_outreach', 'contacted', 'replied'].map((name) => ({ state: name, count: all().filter((lead) => lead.state === name).length })),
    mailboxes: boxFigures(some),
    activity: some ? [['Bäckerei Lindner answered: “Yes, please come by on Thursday.”', 'reply', replies[0].reply.id, 20], ['Mail to Café Morgenrot sent to the practice mailbox', 'message', messages[6].message.id, 48], ['3,000 leads imported from shops-berlin.csv', 'import', 'i1', 300], ['You approved 12 mails', 'message', null, 1600]].map(([text, entity, entity_id, minutes], index) => ({ id: `a${index}`, at: now - minutes * 60_000, text, entity, entity_id })) : [],
    warnings: some ? [{ code: 'backup', text: 'The last backup is on the same disk as your data. Choose a folder on another disk to be safe.', action: '/settings/database' }] : [],
  }
}

const moveLead = (to, review) => ({ params: [key] }) => {
  const lead = leads.find((one) => one.id === key)
  if (!lead) return missing
  Object.assign(lead, { state: to, review_status: review, version: lead.version + 1 })
  tell('lead', key)
  return { lead }
}
const MOVES = { approve: ['approved', 'approved'], reject: ['rejected', 'rejected'], reopen: ['pending_review', 'pending'] }

function bulk({ body }) {
  const target = body.ids ? leads.filter((lead) => body.ids.includes(lead.id)) : leads.filter((lead) => fits(lead, new URLSearchParams(body.filter)))
  for (const lead of target) {
    if (MOVES[body.action]) [lead.state, lead.review_status] = MOVES[body.action]
    if (body.action === 'tag') lead.tags = [...new Set([...lead.tags, body.value])]
    if (body.action === 'untag') lead.tags = lead.tags.filter((tag) => tag !== body.value)
    if (body.action === 'outcome') lead.outcome = body.value
  }
  tell('lead')
  return { changed: target.length, skipped: [], skipped_count: 0 }
}

function leadDetail({ params: [key] }) {
  const lead = leads.find((one) => one.id === key)
  if (!lead) return missing
  const mine = messages.filter((one) => one.lead.id === key)
  return {
    lead, mail_domain: domainOf(lead), address_notes: lead.email?.startsWith('hello@') ? ['“hello@” is read by a team; a person answers more often.'] : [], ...evidenceOf(lead), facts: ['email', 'contact_name', 'phone', 'website', 'city'].filter((name) => lead[name]).map((field) => ({ field, value: lead[field], source: field === 'email' ? 'csv' : lead.source, url: field === 'email' ? `${lead.website}contact` : null, at: lead.discovered_at })).flatMap((fact) => fact.field === 'phone' ? [{ ...fact, value: '+49 421 10000', source: 'openstreetmap', at: fact.at - 864e5 }, { ...fact, source: 'website', why: 'trusted' }] : [fact]),
    events: [{ at: lead.discovered_at, kind: 'found', text: 'Imported from shops-berlin.csv', actor: 'system' }, { at: lead.discovered_at + 600_000, kind: 'score', text: `Score ${lead.score}`, actor: 'system' }],
    messages: mine.map(({ message }) => message), replies: replies.filter(({ reply }) => reply.lead_id === key).map(({ reply }) => reply), why_not_now: lead.email ? null : { gate: 'no_address', detail: 'No e-mail address is known. Add one, or call them.', opens_at: null }, others: [],
    zone: lead.time_zone ? { name: lead.time_zone, source: 'city', origin: "from the lead's city" } : { name: 'Europe/Berlin', source: 'sender', origin: "a guess: your own zone, as the lead's place is not known" },
  }
}

function patchLead({ params: [key], body: { version, ...fields } }) {
  const lead = leads.find((one) => one.id === key)
  if (!lead) return missing
  if (fields.email && !/^\S+@\S+\.\S+$/.test(fields.email)) return { problem: 422, code: 'bad_input', detail: 'One field needs another look.', errors: [{ name: 'email', detail: 'This is no e-mail address. It looks like name@company.com.' }] }
  if (fields.phone === '409' && version === 1) { lead.version = 2; lead.phone = '+49 30 1234'; return { problem: 409, code: 'stale', detail: 'It was changed meanwhile.', changed: { phone: { yours: '409', theirs: '+49 30 1234' } } } }
  Object.assign(lead, fields, { version: lead.version + 1, updated_at: Date.now() })
  tell('lead', key)
  return { lead }
}

function addLead({ body }) {
  if (!body.business_name) return { problem: 422, code: 'bad_input', detail: 'The name is missing.', errors: [{ name: 'business_name', detail: 'Give the business a name.' }] }
  const lead = { ...makeLead(0), contact_name: null, ...body, id: id(), state: 'pending_review', review_status: 'pending', source: 'manual', discovered_at: Date.now() }
  leads.unshift(lead)
  tell('lead', lead.id)
  return { status: 201, body: { lead } }
}

const find = (key) => messages.find(({ message }) => message.id === key)
/** A mail with the one that follows it, as a campaign approved as a whole has them. */
function sequenceOf({ message, text }) {
  const first = { id: message.id, step: 0, state: message.state, hash: message.hash, subject: message.subject, text, html: null, version: message.version, sent_at: message.sent_at, wait: '0 business days', why: null }
  if (message.kind !== 'campaign') return []
  return [first, { ...first, id: `${message.id}-2`, step: 1, state: message.state === 'composed' ? 'composed' : 'approved', hash: `${message.hash}-2`, subject: `Re: ${message.subject}`, text: 'Hello again,\n\ndid you have a moment to look at my note?\n\nMira Falk', wait: '3 business days' }]
}
const moveMessage = (to, check = () => null) => ({ params: [key], body }) => {
  const one = find(key)
  // The mails that follow are made up with the first; they have no row of their own.
  if (!one && key.endsWith('-2')) return { message: { id: key, state: to } }
  const wrong = !one ? missing : check(one, body)
  if (wrong) return wrong
  Object.assign(one.message, { state: to, version: one.message.version + 1, why: null, not_before: body.not_before ?? one.message.not_before })
  one.events.push({ at: Date.now(), kind: to, text: `Now ${to}` })
  tell('message', key)
  return { message: one.message }
}
const sameHash = (one, body) => body.hash === one.message.hash ? null : { problem: 409, code: 'stale', detail: 'The mail changed after it was shown. Read it again.' }

function patchMessage({ params: [key], body }) {
  const one = find(key)
  if (!one) return missing
  if (body.subject !== undefined) one.message.subject = body.subject
  if (body.text !== undefined) one.text = body.text
  Object.assign(one.message, { hash: `${one.message.hash}+`, version: one.message.version + 1 })
  return { message: one.message }
}

/** Whether one of the texts holds what is searched for. */
function has(query, ...texts) { return texts.join(' ').toLowerCase().includes((query.get('q') ?? '').toLowerCase()) }

function messageList({ query }) {
  const wanted = query.get('state')?.split(',')
  const list = letters().map(({ message }) => message).filter((message) => !wanted || wanted.includes(message.state)).filter((message) => has(query, message.subject, message.lead_name))
  return page(list, query, { counts: { by_state: count(letters().map(({ message }) => message), 'state') } })
}

const reply = (change) => ({ params: [key], body }) => {
  const one = replies.find((other) => other.reply.id === key)
  if (!one) return missing
  Object.assign(one.reply, change(body))
  tell('reply', key)
  return { reply: one.reply }
}
function answerReply({ params: [key], body }) {
  const one = replies.find((other) => other.reply.id === key)
  const message = { ...messages[0].message, id: id(), kind: 'answer', subject: one.reply.subject, state: 'queued', undo_until: Date.now() + 30_000 }
  messages.push({ ...messages[0], message, text: body.text })
  one.thread.push({ direction: 'out', id: message.id, subject: message.subject, text: body.text, at: Date.now(), state: 'queued' })
  tell('reply', key)
  return { message }
}

function replyList({ query }) {
  const some = letters().length ? replies.map((one) => one.reply) : []
  const list = some.filter((one) => one.state === (query.get('state') ?? one.state) && (!query.get('class') || one.class === query.get('class')) && has(query, one.snippet, one.lead_name))
  const open = some.filter((one) => one.state === 'open')
  return page(list, query, { counts: { open: open.length, possible: open.filter((one) => one.match === 'possible').length, by_class: count(open, 'class') } })
}

const HTML = '<html><body style="font-family:sans-serif;padding:16px"><p>Hello there,</p><p>this is the mail <b>as HTML</b>.</p></body></html>'
const pausing = (to) => () => { state.sending = { state: to, detail: null, next_at: null }; tell('status'); return state.sending }

/** What is in a backup, beside what is there now. */
const inside = { inside: { leads: 2_911, messages: 260, replies: 12, campaigns: 2 }, now: { leads: 3_000, messages: 284, replies: 15, campaigns: 2 }, newer: false, access: 'here', changed_at: now - 21 * 3_600_000 }
export const routes = [
  ['GET', '/api/session', () => ({ csrf: 'fixture', version: '0.1.0', mode: 'practice', setup_completed: state.mode !== 'fresh', session_timeout_minutes: 60 })],
  ['GET', '/health', () => ({ status: 'healthy', scheduler_running: state.mode !== 'locked', timestamp: Date.now() })], ['GET', '/start/state', () => ({ state: state.mode === 'locked' ? 'needsPassphrase' : 'ready' })],
  ['GET', '/system/status', () => ({ data: { version: '0.1.0', mode: 'practice', started_at: now, scheduler_running: true, sending: state.sending, needs: needs(), email_statistics: mail(), limits: [{ name: 'Mails in 24 hours', used: 7, limit: 20, resets_at: now + 3_600_000 }, { name: 'Mails in an hour', used: 2, limit: 5, resets_at: now + 600_000 }], error_rates: { email_24h: 0.01, api_24h: 0 }, jobs: { pending: 0, running: 1, failed: 1 } } })],
  ['GET', '/api/today', today], ['POST', '/api/sending/pause', pausing('paused')], ['POST', '/api/sending/resume', pausing('practice')], ['POST', '/api/quit', () => ({ status: 202, body: {} })],
  ['GET', '/api/leads', leadList], ['POST', '/api/leads', addLead], ['POST', '/api/leads/bulk', bulk], ['GET', '/api/leads/export', () => ({ raw: 'business_name\r\nBäckerei Lindner\r\n', kind: 'text/csv' })],
  ['GET', '/api/lead-views', () => ({ data: state.mode === 'empty' ? [] : views, next_cursor: null })], ['POST', '/api/lead-views', ({ body }) => { const view = { ...body, id: id() }; views = [...views.filter(({ name }) => name !== body.name), view]; return { status: 201, body: view } }], ['DELETE', '/api/lead-views/:id', ({ params: [key] }) => { views = views.filter((one) => one.id !== key); return { status: 204 } }],
  ['POST', '/api/leads/export', () => ({ raw: 'business_name\r\nBäckerei Lindner\r\n', kind: 'text/csv' })],
  ['GET', '/api/system/hazards', () => ({ data: hazards, next_cursor: null })], ['POST', '/api/system/hazards/retry', ({ body }) => { hazards = hazards.filter((one) => one.id !== body.id); return {} }],
  ['GET', '/api/leads/:id', leadDetail], ['PATCH', '/api/leads/:id', patchLead],
  ...Object.entries(MOVES).map(([name, [to, review]]) => ['POST', `/api/leads/:id/${name}`, moveLead(to, review)]),
  ['POST', '/api/leads/:id/compose', () => ({ message: messages[0].message })],
  ['GET', '/api/messages', messageList], ['POST', '/api/messages/bulk', ({ body }) => ({ changed: body.items.length, skipped: [] })],
  ['GET', '/api/messages/:id', ({ params: [key] }) => { const one = find(key); return one ? { ...one, sequence: sequenceOf(one) } : missing }], ['PATCH', '/api/messages/:id', patchMessage],
  ['GET', '/api/messages/:id/html', () => ({ raw: HTML, kind: 'text/html; charset=utf-8' })], ['GET', '/api/messages/:id/raw', ({ params: [key] }) => ({ raw: `Subject: ${find(key)?.message.subject}\r\n\r\n${find(key)?.text}`, kind: 'text/plain; charset=utf-8' })],
  ['POST', '/api/messages/:id/approve', moveMessage('approved', sameHash)], ['POST', '/api/messages/:id/unapprove', moveMessage('composed')], ['POST', '/api/messages/:id/cancel', moveMessage('cancelled')], ['POST', '/api/messages/:id/retry', moveMessage('queued')],
  ['POST', '/api/messages/:id/send', moveMessage('queued')], ['POST', '/api/messages/:id/reschedule', moveMessage('queued')], ['POST', '/api/messages/:id/resolve', ({ params, body }) => moveMessage(body.outcome === 'sent' ? 'sent' : 'queued')({ params, body })],
  ['GET', '/api/replies', replyList], ['GET', '/api/replies/:id', ({ params: [key] }) => replies.find((one) => one.reply.id === key) ?? missing], ['GET', '/api/replies/:id/html', () => ({ raw: HTML, kind: 'text/html; charset=utf-8' })],
  ['PATCH', '/api/replies/:id', reply((body) => ({ class: body.class }))], ['POST', '/api/replies/:id/done', reply(() => ({ state: 'done' }))], ['POST', '/api/replies/:id/reopen', reply(() => ({ state: 'open' }))],
  ['POST', '/api/replies/:id/confirm', reply(() => ({ match: 'certain' }))], ['POST', '/api/replies/:id/dismiss', reply(() => ({ match: 'dismissed', state: 'done' }))], ['POST', '/api/replies/:id/answer', answerReply],
  ['GET', '/api/practice', ({ query }) => page(letters().length ? practice : [], query)], ['GET', '/api/practice/:id', ({ params: [key] }) => practice.find((one) => one.id === key) ?? missing], ['GET', '/api/practice/:id/html', () => ({ raw: HTML, kind: 'text/html; charset=utf-8' })], ['POST', '/api/practice/:id/reply', ({ params: [key] }) => { practice.find((one) => one.id === key).answered = true; return { status: 202, body: {} } }],
  ['GET', '/api/starters', () => ({ data: state.mode === 'empty' ? [] : starters, next_cursor: null })], ['GET', '/api/templates', () => ({ data: state.mode === 'empty' ? [] : templates, next_cursor: null })],
  ['GET', '/api/campaigns', () => ({ data: letters().length ? campaigns : [], next_cursor: null })], ['GET', '/api/campaigns/:id', ({ params: [key] }) => campaigns.find((one) => one.id === key) ?? missing],
  ['POST', '/api/campaigns', ({ body }) => { const one = { ...campaigns[1], ...body, steps: withFiles(body.steps) ?? campaigns[1].steps, id: id(), state: 'stopped' }; campaigns.push(one); return { status: 201, body: one } }],
  ['PATCH', '/api/campaigns/:id', ({ params: [key], body }) => {
    const campaign = campaigns.find((one) => one.id === key)
    return Object.assign(campaign, body, { steps: withFiles(body.steps) ?? campaign.steps })
  }],
  ['GET', '/api/campaigns/:id/lacks', ({ query }) => ({ looked_at: 214, total: 214, next: null, without_email: 0, affected: query.get?.('part') === 'approved' ? 0 : 31, missing: query.get?.('part') === 'approved' ? [] : [['city', 19, [1]], ['custom["First visit"]', 14, [1, 3]], ['opening', 9, [0]]].map(([name, count, mails]) => ({ name, count, mails, examples: leads.slice(4, 6).map(({ id: key, business_name }) => ({ id: key, business_name })) })), troubles: [] })],
  ...[['start', 'running'], ['pause', 'paused'], ['stop', 'stopped']].map(([name, to]) => ['POST', `/api/campaigns/:id/${name}`, ({ params: [key] }) => { tell('campaign', key); return Object.assign(campaigns.find((one) => one.id === key), { state: to }) }]),
  ['GET', '/api/campaigns/:id/plan', ({ params: [key] }) => key === 'c1' ? plan : { ...plan, trial: true, total: 0, ends_at: null, days: [], entries: [] }],
  ['GET', '/api/campaigns/:id/results', () => results], ['GET', '/api/campaigns/:id/leads', ({ params: [key], query }) => page(key === 'c1' ? enrolled : [], query)],
  ...[['stop', 'stopped'], ['resume', 'active']].map(([name, to]) => ['POST', `/api/enrollments/:id/${name}`, ({ params: [key] }) => ({ enrollment: Object.assign(enrolled.find((one) => one.id === key), { state: to }) })]),
  ['POST', '/api/enrollments/:id/approve', ({ body }) => {
    const known = body.items.filter(({ id: key }) => find(key))
    const stale = known.map((item) => sameHash(find(item.id), item)).find(Boolean)
    if (stale) return stale
    for (const { id: key } of known) Object.assign(find(key).message, { state: 'approved' })
    return { messages: [] }
  }],
  ['GET', '/api/tasks', ({ query }) => ({ ...page(letters().length ? tasks : [], query), count: letters().length ? tasks.length : 0 })],
  ['POST', '/api/tasks/:id/done', ({ params: [key] }) => { const at = tasks.findIndex((one) => one.id === key); return { task: { ...tasks.splice(at, 1)[0], state: 'done' } } }],
  ['POST', '/api/campaigns/:id/simulate', () => ({ flight: { begins_at: now, ends_at: now + 9 * 86_400_000, waiting: 0, counts: { sent: 2, greylisted: 0, refused: 0, bounced: 0, away: 1, answered: 1, opted_out: 0 },
    days: [{ date: '2026-03-02', sent: 2, first_at: now, last_at: now + 400_000, held: { day: 1 }, limit: { gate: 'day', detail: 'The limit of 5 mails in 24 hours is reached.', opens_at: now + 86_400_000 } }],
    entries: [['sent', 0], ['sent', 400_000], ['away', 460_000], ['answered', 90_000_000]].map(([kind, after]) => ({ at: now + Number(after), kind, lead_id: 'l1', business_name: 'Sunrise Bakery', subject: 'A question about Sunrise Bakery', zone: 'Europe/Berlin', local: '2026-03-02T09:12:00.000+01:00' })),
    left_out: [{ lead_id: 'l9', business_name: 'Moon Café', reason: 'It has no e-mail address.' }] } })],
  ['POST', '/api/campaigns/:id/enroll', () => ({ enrolled: 210, skipped: [{ id: 'x', detail: 'One has no e-mail address.' }] })],
  ['GET', '/api/settings', () => settings], ['PATCH', '/api/settings', ({ body }) => {
    for (const [key, value] of Object.entries(body.values)) {
      const one = settings.data.find((other) => other.key === key)
      if (one.maximum && value > one.maximum) return { problem: 422, code: 'bad_input', detail: 'One value is out of range.', errors: [{ name: key, detail: `${one.title} must be from ${one.minimum} to ${one.maximum}.` }] }
      Object.assign(one, one.secret ? { is_set: value !== null } : { value: value ?? one.default, is_set: value !== null }, { source: value === null ? 'default' : 'stored' })
    }
    return settings
  }],
  ['GET', '/api/settings/problems', () => ({ problems: [{ key: 'IMAP_PASSWORD', detail: 'Without it, answers can’t be read.' }] })],
  ['GET', '/api/suppressions', ({ query }) => page(suppressions.filter((one) => one.shown.includes(query.get('q') ?? '')), query)],
  ['POST', '/api/suppressions', ({ body }) => { if (!body.value?.includes('.')) return { problem: 422, code: 'bad_input', detail: 'That is no address.', errors: [{ name: 'value', detail: 'Give an address like anna@shop.com, or a domain like shop.com.' }] }; suppressions.unshift({ id: id(), kind: body.kind, shown: body.value, reason: 'manual', created_at: Date.now(), mode: 'real' }); return { status: 201, body: suppressions[0] } }],
  ['PUT', '/api/suppressions/import', () => { suppressions.unshift({ id: id(), kind: 'address', shown: 'ines@blumen-kraus.example', reason: 'imported', created_at: Date.now(), mode: 'real' }); return { added: 1, known: 2, unread_count: 1, unread_lines: [4] } }],
  ['GET', '/api/compliance/countries', () => ({ data: [{ code: 'DE', name: 'Germany', text: 'Mail to strangers needs their consent beforehand, also between businesses.' }, { code: 'US', name: 'United States', text: 'CAN-SPAM: no misleading sender or subject, your postal address, and a way to opt out.' }] })],
  ['POST', '/api/preflight', () => ({ checks: [{ name: 'MX', ok: true, detail: 'Answers go to mx.falk-photo.example.', advice: null }, { name: 'SPF', ok: false, detail: 'The domain does not say which servers may send for it.', advice: 'Add a TXT record such as “v=spf1 include:… ~all”.' }, { name: 'DKIM', ok: null, detail: 'No key under the usual names; yours may have another name.', advice: 'Look at the source of a mail that you sent.' }] })],
  ['DELETE', '/api/suppressions/:id', ({ params: [key] }) => { suppressions.splice(suppressions.findIndex((one) => one.id === key), 1); return { status: 204 } }],
  ['GET', '/api/system/health', () => ({ checks: [{ name: 'Data file', ok: true, detail: '3,000 leads, 48 MB', advice: null }, { name: 'Sending mailbox', ok: null, detail: 'Not used in practice mode', advice: null }, { name: 'Backups', ok: false, detail: 'On the same disk as the data', advice: 'Choose a folder on another disk under Settings, Data and backups.' }] })],
  ['GET', '/api/system/crashes', () => ({ data: crashes })], ['DELETE', '/api/system/crashes/:id', ({ params: [key] }) => { crashes.splice(crashes.findIndex((one) => one.id === key), 1); return { status: 204 } }],
  ['GET', '/api/logs', ({ query }) => ({ subjects: ['application', 'api', 'email', 'errors'], lines: Array.from({ length: 30 }, (_, index) => ({ at: now - index * 61_000, level: index % 9 ? 'info' : 'warning', event: `${query.get('subject') ?? 'application'}.tick`, fields: { request: id().slice(0, 8), ms: index } })) })],
  ['GET', '/api/jobs', ({ query }) => ({ data: letters().length ? jobs.filter((job) => !query.get('state') || job.state === query.get('state')) : [] })], ['GET', '/api/jobs/:id/status', ({ params: [key] }) => { const job = jobs.find((one) => one.id === key); return job ? { ...job, result: key === 'j0' ? { done: 208, skipped_count: 2, skipped: leads.slice(0, 2).map(({ id: lead, business_name }) => ({ id: lead, detail: `“${business_name}” has no e-mail address; add one, or choose another way to reach it.` })) } : null } : missing }],
  ...['cancel', 'retry'].map((name) => ['POST', `/api/jobs/:id/${name}`, ({ params: [key] }) => { const job = jobs.find((one) => one.id === key); job.state = name === 'cancel' ? 'cancelled' : 'pending'; tell('job', key); return job }]),
  ...['compose', 'send', 'check_inbox'].map((name) => ['POST', `/api/jobs/${name}`, () => ({ status: 202, body: { job_id: 'j2' } })]),
  ['GET', '/api/recurring', () => ({ data: [{ id: 'queue', title: 'Send what is due', every_seconds: 30, last_at: now - 20_000, next_at: now + 10_000, last_error: null }, { id: 'inbox', title: 'Look for replies', every_seconds: 300, last_at: now - 200_000, next_at: now + 100_000, last_error: null }, { id: 'backup', title: 'Back up', every_seconds: 86_400, last_at: null, next_at: now + 3_600_000, last_error: null }] })], ['POST', '/api/recurring/:id/run', () => ({ job_id: 'j2' })],
  ['GET', '/api/backups', () => ({ data: letters().length ? backups : [], only_here: true, second: { folder: letters().length ? '/media/mira/stick' : null, state: letters().length ? 'behind' : 'off' } })], ['POST', '/api/backups/copy', () => ({ state: 'current' })], ['GET', '/api/backups/:name', () => inside], ['POST', '/api/backups/file', ({ body }) => body.path.startsWith('/') ? { ...inside, access: 'recovery_key' } : { problem: 400, code: 'bad_input', detail: 'Name the file by its whole path, from / on.' }], ['POST', '/api/backups/file/restore', () => ({ status: 202, body: {} })], ['POST', '/api/backups', () => { backups.unshift({ name: `backup-${Date.now()}`, created_at: Date.now(), bytes: 48_000_000, verified: null, reason: 'By you' }); return { name: backups[0].name } }],
  ['POST', '/api/backups/:name/verify', ({ params: [name] }) => { backups.find((one) => one.name === name).verified = true; return { problems: [] } }], ['POST', '/api/backups/:name/restore', () => ({ status: 202, body: {} })],
  ['GET', '/api/audit', ({ query }) => page(trail, query)], ['POST', '/api/audit/verify', () => ({ ok: true, checked: 4210, problem: null })],
  ...mailboxRoutes(tell), ...attachmentRoutes(leads, tell),
  ...guardRoutes(() => state.mode === 'empty'), ...importRoutes(jobs, tell), ...discoverRoutes(leads, () => state.mode), ...scoreRoutes(leads), ...setupRoutes(), ...protectionRoutes(tell), ...updateRoutes(() => state.mode), ...templateRoutes(leads, templates, () => state.mode), ...draftingRoutes(tell, () => state.mode),
]
