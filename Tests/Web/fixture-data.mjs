// Sample data of the fixture server, all of it made up. Reserved domains only.
import { offer, photo } from './fixture-attachments.mjs'
import { randomUUID } from 'node:crypto'

export const now = Date.now()
const HOUR = 3_600_000
const DAY = 24 * HOUR
export const id = () => randomUUID()

const NAMES = ['Bäckerei Lindner', 'Café Morgenrot', 'Tischlerei Haas', 'Atelier Nordlicht', 'Blumen Petersen', 'Fahrrad Kranz', 'Optik Sommer', 'Buchladen am Markt', 'Weinhandlung Roth', 'Malermeister Vogt', 'Physio Balance', 'Goldschmiede Ahrens', 'Hofladen Wiesenhof', 'Zahnarztpraxis Dr. Brandt', 'Schlüsseldienst Kern', 'Studio Linse & Licht', 'Gärtnerei Blattwerk', 'Eisdiele Venezia', 'Yoga am Fluss', 'Druckerei Specht']
const CITIES = [['Berlin', '10115', 'DE', 'Europe/Berlin'], ['Hamburg', '20095', 'DE', 'Europe/Berlin'], ['Lisbon', '1100-148', 'PT', 'Europe/Lisbon'], ['Leeds', 'LS1 4DY', 'GB', 'Europe/London'], ['Portland', '97205', 'US', 'America/Los_Angeles']]
const KINDS = ['Bakery', 'Café', 'Carpenter', 'Photographer', 'Florist', 'Bicycle shop', 'Optician', 'Bookshop', 'Wine merchant', 'Painter']
const PEOPLE = ['Anna Lindner', 'Jonas Weber', 'Marta Haas', 'Inês Duarte', 'Tom Ashby', 'Lena Vogt', null, 'Paul Roth', 'Sara Kern', null]
const STATES = ['pending_review', 'pending_review', 'approved', 'contacted', 'replied', 'discovered', 'rejected', 'ready_for_outreach', 'pending_review', 'contacted']

export function makeLead(index) {
  const [city, postal_code, country, time_zone] = CITIES[index % CITIES.length]
  const state = STATES[index % STATES.length]
  const word = NAMES[index % NAMES.length]
  const name = index < NAMES.length ? word : `${word} ${Math.floor(index / NAMES.length) + 1}`
  const site = `${word.toLowerCase().normalize('NFD').replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '')}-${index}.example`
  return {
    id: id(), business_name: name, category: KINDS[index % KINDS.length], address: `Marktstraße ${index % 90 + 1}`, city, state_region: null, postal_code, country, latitude: null, longitude: null,
    time_zone, maps_url: `https://maps.example/place/${index}`, website: `https://${site}/`, domain: site, contact_name: PEOPLE[index % PEOPLE.length], email: index % 7 === 6 ? null : `hello@${site}`,
    phone: index % 3 ? `+49 30 5550 ${1000 + index}` : null, contact_method: index % 7 === 6 ? 'phone' : 'email', page_url: `https://${site}/about`, page_title: `About ${name}`, domain_authority: index % 4 ? 120 + index % 300 : null,
    outcome: index % 10 === 4 ? 'meeting' : 'open', source: index % 4 ? 'csv' : 'manual', confidence: 0.9, discovered_at: now - index * 31 * 60_000, state,
    review_status: state === 'rejected' ? 'rejected' : ['pending_review', 'discovered'].includes(state) ? 'pending' : 'approved', score: 92 - index % 60,
    score_reasons: [{ points: 20, text: 'Every lead begins with these' }, { points: 40, text: 'Has a web site of its own' }, { points: 20, text: 'An address of a person, not info@' }, { points: 12, text: 'In the region you work in' }, { points: -(index % 60), text: 'The web site was last changed long ago' }].filter((one) => one.points),
    custom: index % 5 ? {} : { 'First visit': 'Spring fair' }, tags: index % 6 ? [] : ['spring fair'], notes: index % 8 ? null : 'Met at the spring fair; liked the poster.', version: 1, updated_at: now - index * 7 * 60_000, suppressed: index === 13, company_leads: 0,
  }
}

export const leads = Array.from({ length: 3000 }, (_, index) => makeLead(index))

const TEXT = (lead) => `Hello ${lead.contact_name ?? 'there'},\n\nI walked past ${lead.business_name} last week and liked the window a lot. I take photographs for small shops in ${lead.city}, and I think two or three good pictures would do your web site good.\n\nMay I show you what I did for a shop around the corner? It takes ten minutes, and you owe me nothing.\n\nKind regards\nMira Falk\n\n--\nFalk Photography, Seestraße 12, 13353 Berlin\nIf you would rather not hear from me, just answer "stop".`
const MESSAGE_STATES = ['composed', 'composed', 'composed', 'approved', 'queued', 'queued', 'sent', 'sent', 'delivered', 'replied', 'failed', 'unsure', 'bounced', 'cancelled', 'composed', 'sent']

export const messages = MESSAGE_STATES.map((state, index) => {
  const lead = leads[index + 2]
  const sent = ['sent', 'delivered', 'replied', 'bounced'].includes(state)
  return {
    message: {
      id: id(), kind: 'campaign', lead_id: lead.id, lead_name: lead.business_name, to: lead.email ?? 'hello@shop.example', from: 'Mira Falk <mira@falk-photo.example>', subject: `Pictures for ${lead.business_name}`, state, mode: 'practice',
      campaign_id: 'c1', campaign_name: 'Shops around the corner', step: 0, variant: 0, enrollment_id: `en-${index}`, hash: `h-${index}`, attachments: index % 3 ? [] : [offer, photo], composed_at: now - (index + 2) * HOUR, approved_at: state === 'composed' ? null : now - HOUR, not_before: state === 'queued' ? now + 2 * HOUR : null, sent_at: sent ? now - index * 40 * 60_000 : null,
      attempts: state === 'failed' ? 3 : sent ? 1 : 0, error: state === 'failed' ? 'The mail server said: 554 5.7.1 Relay access denied.' : null,
      why: state === 'queued' ? { gate: 'window', detail: index % 2 ? 'It is evening there. Mails go out Monday to Friday, 09:00 to 17:00.' : 'One mail a minute: the one before it goes first.', opens_at: now + 2 * HOUR } : null, version: 1, undo_until: null,
    },
    text: TEXT(lead), html: index % 2 ? `<p>Hello</p>` : null,
    lint: index ? [{ level: 'info', code: 'length', text: '84 words: easy to read in half a minute.' }] : [{ level: 'warn', code: 'greeting', text: '“Hello there” is used because no contact name is known.' }, { level: 'info', code: 'length', text: '84 words: easy to read in half a minute.' }],
    events: [{ at: now - (index + 2) * HOUR, kind: 'composed', text: 'Written from “Shops around the corner”' }, ...(state === 'composed' ? [] : [{ at: now - HOUR, kind: 'approved', text: 'Approved by you' }])],
    attempts: sent || state === 'unsure' ? [{ id: id(), started_at: now - HOUR, dot_at: now - HOUR + 900, finished_at: state === 'unsure' ? null : now - HOUR + 1400, outcome: state === 'unsure' ? 'unknown' : 'accepted', reply: state === 'unsure' ? null : '250 2.0.0 Ok: queued' }] : [],
    lead,
  }
})

const REPLIES = [['interested', 'Yes, please come by on Thursday. The shop is quiet until eleven.'], ['question', 'What would ten pictures cost? And who owns them afterwards?'], ['not_interested', 'Thank you, but my nephew does this for us.'], ['out_of_office', 'I am away until the 3rd and will read your mail then.'], [null, 'Your mail was passed on to me. Did you mean our shop in Mitte?']]
export const replies = REPLIES.map(([kind, text], index) => {
  const one = messages[6 + index]
  return {
    reply: {
      id: id(), lead_id: one.lead.id, lead_name: one.lead.business_name, message_id: one.message.id, kind: kind === 'out_of_office' ? 'auto_reply' : 'reply', class: kind, reasons: kind ? [`Says “${text.slice(0, 18)}”`] : [],
      subject: `Re: ${one.message.subject}`, from: `${one.lead.contact_name ?? 'Team'} <${one.message.to}>`, snippet: text, received_at: now - index * 3 * HOUR, state: 'open', match: kind ? 'certain' : 'possible', mode: 'practice',
    }, text, has_html: index === 0,
    thread: [{ direction: 'out', id: one.message.id, attachments: one.message.attachments, subject: one.message.subject, text: one.text, at: now - DAY, state: 'sent' }, { direction: 'in', id: id(), subject: `Re: ${one.message.subject}`, text, at: now - index * 3 * HOUR, state: null }],
    suggestion: index < 2 ? { text: `Hello ${one.lead.contact_name ?? ''},\n\nthank you for your quick answer. Here is my calendar: https://cal.example/mira\n\nMira Falk` } : null,
  }
})

export const practice = messages.filter(({ message }) => message.sent_at).map(({ message, text }, index) => ({ id: id(), to: message.to, from: message.from, subject: message.subject, at: message.sent_at, answered: index === 0, text, has_html: true, raw: `From: ${message.from}\nTo: ${message.to}\nSubject: ${message.subject}\n\n${text}` }))
const OPENING = TEXT({ contact_name: '{{ contact_name | default("there") }}', business_name: '{{ business_name }}', city: '{{ city }}' })
const wording = (key, subject, text, html = null) => ({ key, subject, text, html })
const step = (id, position, kind, wait, variants, more = {}) => ({ id, position, kind, audience: kind === 'mail' ? 'everyone' : 'without_email', wait, wait_unit: 'business_days', reached: position < 2, ...variants[0], variants, version: 1, ...more })
export const campaigns = [
  { id: 'c1', name: 'Shops around the corner', state: 'running', steps: [
    step('s1', 0, 'mail', 0, [wording(0, 'Pictures for {{ business_name }}', OPENING), wording(1, 'New pictures for your window?', OPENING)]),
    step('s2', 1, 'mail', 3, [wording(0, '', 'Hello again,\n\ndid you have a moment to look at my note?\n\nMira Falk')]),
    step('s3', 2, 'call', 2, [wording(0, '', 'Ask {{ business_name }} for whoever looks after the window.')]),
  ], window: 'Mon-Fri 09:00-17:00', zone: null, daily_cap: 20, approval: 'sequence', stop_company: true, mode: 'practice', created_at: now - 9 * DAY, counts: { enrolled: 340, composed: 4, approved: 1, queued: 2, sent: 128, replied: 11, bounced: 2 } },
  { id: 'c2', name: 'Spring fair follow-up', state: 'stopped', steps: [step('s4', 0, 'mail', 0, [wording(0, 'Good to meet you at the fair', 'Hello {{ contact_name }},\n\nit was good to meet you.')])], window: null, zone: null, daily_cap: null, approval: 'each', stop_company: false, mode: 'practice', created_at: now - 2 * DAY, counts: { enrolled: 0, composed: 0, approved: 0, queued: 0, sent: 0, replied: 0, bounced: 0 } },
]
export const plan = {
  trial: false, cut: false, leads_looked_at: 2000, total: 61, ends_at: now + 9 * DAY,
  days: Array.from({ length: 7 }, (_, index) => ({ date: new Date(now + index * DAY).toISOString().slice(0, 10), total: 5 + index, steps: [{ position: 0, count: 5 }, ...index ? [{ position: 1, count: index }] : []] })),
  entries: leads.slice(0, 12).map((lead, index) => ({ at: now + index * 3 * HOUR, lead_id: lead.id, lead_name: lead.business_name, position: index % 3, kind: index % 3 === 2 ? 'call' : 'mail', zone: index % 2 ? 'America/New_York' : null })),
}
export const results = { steps: [
  { step_id: 's1', position: 0, kind: 'mail', done: 0, sent: 128, replied: 17, bounced: 2, unsubscribed: 1, variants: [{ key: 0, sent: 66, replied: 4, bounced: 1, unsubscribed: 1 }, { key: 1, sent: 62, replied: 13, bounced: 1, unsubscribed: 0 }], verdict: { winner: 1, leader: 1, probability: 0.993, least: 30 } },
  { step_id: 's2', position: 1, kind: 'mail', done: 0, sent: 74, replied: 6, bounced: 0, unsubscribed: 2, variants: [{ key: 0, sent: 40, replied: 4, bounced: 0, unsubscribed: 1 }, { key: 1, sent: 34, replied: 2, bounced: 0, unsubscribed: 1 }], verdict: { winner: null, leader: 0, probability: 0.74, least: 30 } },
  { step_id: 's3', position: 2, kind: 'call', done: 9, sent: 0, replied: 0, bounced: 0, unsubscribed: 0, variants: [{ key: 0, sent: 0, replied: 0, bounced: 0, unsubscribed: 0 }], verdict: null },
] }
const standing = [['active', { gate: 'sequence', detail: 'It follows 3 business days after the mail before it.', opens_at: now + 2 * DAY }], ['held', { gate: 'answer', detail: "There is a mail that may be this lead's answer; say whether it is.", opens_at: null }], ['active', { gate: 'task', detail: 'It waits for you: a call.', opens_at: null }], ['replied', { gate: 'over', detail: 'Its sequence is over: they answered.', opens_at: null }], ['stopped', { gate: 'over', detail: 'Its sequence is over: Somebody at this company answered.', opens_at: null }], ['finished', { gate: 'over', detail: 'Its sequence is over: every step was done.', opens_at: null }]]
export const enrolled = leads.slice(0, 18).map((lead, index) => ({ id: `e${index}`, lead_id: lead.id, lead_name: lead.business_name, state: standing[index % 6][0], position: 1, last_at: now - DAY, away_until: null, reason: null, why: standing[index % 6][1] }))
export const tasks = [['call', '+49 30 5550 123', null], ['form', null, 'https://lindner.example/'], ['letter', null, null]].map(([kind, phone, website], index) => ({ id: `t${index}`, kind, state: 'open', mode: 'practice', text: kind === 'call' ? 'Ask for whoever looks after the window.\nSay that you make pictures around the corner.' : 'Hello,\n\nmay I show you my pictures?', due_at: now - index * HOUR, done_at: null, lead_id: leads[index].id, lead_name: leads[index].business_name, contact_name: index ? null : 'Jonas Lindner', phone, website, address: kind === 'letter' ? 'Marktstraße 4, 10115 Berlin' : null, campaign_id: 'c1', campaign_name: 'Shops around the corner' }))
const letter = (subject, text, wait) => ({ subject, text, html: null, wait, wait_unit: 'business_days' })
export const starters = [
  { id: 'gallery.de', name: 'Künstlerische Arbeiten für eine Galerie', trade: 'Kunst', language: 'de', steps: [letter('Neue Arbeiten für {{ business_name }}?', 'Guten Tag,\n\nich suche eine Galerie.', 0), letter('Fünf Bilder', 'Guten Tag,\n\ndarf ich fünf Bilder schicken?', 4)] },
  { id: 'gallery.en', name: 'An artist writes to a gallery', trade: 'Art', language: 'en', steps: [letter('New work for {{ business_name }}?', 'Hello,\n\nI am looking for a gallery.', 0), letter('Five pictures', 'Hello,\n\nmay I send five pictures?', 4), letter('My work', 'Hello,\n\nI leave it at this.', 7)] },
]
export const templates = [{ id: 't1', name: 'What worked last spring', version: 2, updated_at: now - DAY, steps: [letter('For {{ business_name }}', 'Hello,\n\nit is spring.', 0)] }]
export const jobs = [
  { id: 'j0', kind: 'compose-mails', title: 'Write mails', state: 'completed', progress: null, error: null, created_at: now - 7 * 60_000, started_at: now - 7 * 60_000, finished_at: now - 400_000, attempts: 1, not_before: null, lane: 'compose' },
  { id: 'j1', kind: 'import', title: 'Import of shops-berlin.csv', state: 'running', progress: { done: 1240, total: 3000 }, error: null, created_at: now - 60_000, started_at: now - 55_000, finished_at: null, attempts: 1, not_before: null, lane: 'import' },
  { id: 'j2', kind: 'check_inbox', title: 'Look for replies', state: 'completed', progress: null, error: null, created_at: now - 5 * 60_000, started_at: now - 5 * 60_000, finished_at: now - 299_000, attempts: 1, not_before: null, lane: 'imap' },
  { id: 'j3', kind: 'send', title: 'Send a mail to Optik Sommer', state: 'failed', progress: null, error: 'The mail server refused the login. Check the password under Settings, Mailbox.', created_at: now - HOUR, started_at: now - HOUR, finished_at: now - HOUR + 2000, attempts: 3, not_before: null, lane: 'send' },
]
export const backups = [
  { name: 'backup-2026-11-20-0300', created_at: now - 20 * HOUR, bytes: 48_211_000, verified: true, reason: 'Every day', portable: true },
  { name: 'backup-2026-11-19-0300', created_at: now - 44 * HOUR, bytes: 47_120_000, verified: null, reason: 'Before an update', portable: false },
]
export const crashes = [{
  id: '1764300000', at: now - 7_200_000,
  text: 'Cold Outreach Agent ended by a fault of its own.\n\nVersion: 0.1.0\nBuild: 5d1f0c2a\nSystem: Linux 6.1.0 x86_64\nSignal: 4, SIGILL, the program stopped itself at something impossible\n\nThe last lines of the log:\n{"time":"2026-11-28T09:00:00Z","level":"info","event":"started","version":"0.1.0"}\n\nPlaces in the program:\n 0x412a80 0x40ffe0\n',
}]
export const suppressions = [
  { id: id(), kind: 'address', shown: 'no-more@shop.example', reason: 'unsubscribed', created_at: now - 3 * DAY, mode: 'real' },
  { id: id(), kind: 'domain', shown: 'bakery.example', reason: 'manual', created_at: now - 12 * DAY, mode: 'real' },
]

const setting = (group, key, title, type, value, more = {}) => ({ key, aliases: [], group, title, type, choices: null, default: null, value, is_set: value !== null, source: value === null ? 'default' : 'stored', minimum: null, maximum: null, unit: null, secret: type === 'secret', used_now: true, help: '', ...more })
export const settings = {
  groups: [['identity', 'You'], ['mode', 'How mail leaves'], ['smtp', 'Sending mailbox'], ['imap', 'Reading mailbox'], ['pace', 'Pace'], ['database', 'Data and backups'], ['security', 'Access'], ['services', 'Services']].map(([id, title]) => ({ id, title })),
  data: [
    setting('identity', 'SENDER_NAME', 'Your name', 'text', 'Mira Falk', { help: 'As the recipient sees it.' }), setting('identity', 'SENDER_EMAIL', 'Your address', 'email', 'mira@falk-photo.example', { aliases: ['EMAIL_ADDRESS'] }),
    setting('identity', 'SENDER_COMPANY', 'Company', 'text', 'Falk Photography'), setting('identity', 'SENDER_SIGNATURE', 'Your signature', 'lines', 'Mira Falk\nFalk Photography\n+49 30 5550 123', { help: 'What stands under each mail, above the postal address.' }), setting('identity', 'SENDER_SIGNATURE_HTML', 'Your signature in HTML', 'lines', null, { help: 'The same in HTML, for mails that have it; made of the text where empty.' }), setting('identity', 'SENDER_POSTAL_ADDRESS', 'Postal address', 'text', 'Seestraße 12, 13353 Berlin', { help: 'Stands at the foot of each mail. The law in many countries asks for it.' }),
    setting('identity', 'SENDER_TIME_ZONE', 'Time zone', 'zone', 'Europe/Berlin'), setting('identity', 'CALENDAR_LINK', 'Calendar link', 'url', null),
    setting('mode', 'MODE_DRAFT_ONLY', 'Only put drafts into my mailbox', 'bool', true, { default: true }), setting('mode', 'ALLOW_AUTO_SEND', 'Send approved mails without a further click', 'bool', false, { default: false }),
    setting('mode', 'REQUIRE_APPROVAL', 'I approve every mail', 'bool', true, { default: true, source: 'default', help: 'Always on.' }), setting('mode', 'EMAIL_PRIMARY_PROVIDER', 'Mails leave by', 'choice', 'practice', { choices: ['practice', 'smtp'], default: 'practice' }),
    setting('smtp', 'SMTP_HOST', 'Server', 'text', 'smtp.falk-photo.example'), setting('smtp', 'SMTP_PORT', 'Port', 'int', 587, { minimum: 1, maximum: 65535 }), setting('smtp', 'SMTP_USERNAME', 'User name', 'text', 'mira@falk-photo.example'), setting('smtp', 'SMTP_PASSWORD', 'Password', 'secret', null, { is_set: true, source: 'stored' }),
    setting('imap', 'IMAP_HOST', 'Server', 'text', 'imap.falk-photo.example', { source: 'environment' }), setting('imap', 'IMAP_PORT', 'Port', 'int', 993), setting('imap', 'IMAP_PASSWORD', 'Password', 'secret', null),
    setting('pace', 'MAX_EMAILS_PER_DAY', 'Mails a day', 'int', 20, { minimum: 1, maximum: 500, default: 20, unit: 'mails', source: 'default', help: 'Any 24 hours. A young address that writes a lot ends in spam folders.' }), setting('pace', 'MAX_EMAILS_PER_HOUR', 'Mails an hour', 'int', 5, { unit: 'mails', minimum: 1, maximum: 100, default: 5 }),
    setting('pace', 'MIN_DELAY_SECONDS', 'Shortest pause between mails', 'int', 180, { unit: 'seconds', default: 180 }), setting('pace', 'SEND_WINDOW', 'When mails may go out', 'window', 'Mon-Fri 09:00-17:00', { help: "In the recipient's time zone." }), setting('pace', 'COOLING_PERIOD_DAYS', 'Rest before writing again', 'int', 90, { unit: 'days', used_now: false, default: 90 }),
    setting('database', 'DATABASE_BACKUP_ENABLED', 'Back up by itself', 'bool', true), setting('database', 'DATABASE_BACKUP_RETENTION_DAYS', 'Keep backups for', 'int', 30, { unit: 'days' }), setting('database', 'DATABASE_PATH', 'Data file', 'path', null, { default: '~/.local/share/cold-outreach/leads.db' }),
    setting('security', 'SECURITY_SESSION_TIMEOUT_MINUTES', 'Lock this page after', 'int', 60, { unit: 'minutes', minimum: 5, maximum: 1440 }), setting('security', 'SECURITY_ALLOWED_ORIGINS', 'Other pages that may ask', 'list', null),
    setting('services', 'HUNTER_IO_API_KEY', 'Hunter key', 'secret', null, { used_now: false, help: 'Finds addresses of people. Optional.' }), setting('services', 'GEMINI_MODEL', 'Gemini model', 'text', null, { help: 'The model that writes, from Gemini’s own list; choose it under Drafting.' }),
  ],
}
