// The words, colours and icons for every state. One word for one thing, everywhere.

/** @typedef {'plain'|'waiting'|'good'|'bad'|'attention'|'accent'} Tone */
/** @typedef {{text: string, tone: Tone, icon: string}} Label */

/** @param {string} text @param {Tone} tone @param {string} icon @returns {Label} */
export const label = (text, tone, icon) => ({ text, tone, icon })

/** @type {Record<string, Label>} */
export const LEAD_STATES = {
  discovered: label('Found', 'plain', 'dot'),
  analyzing: label('Being looked at', 'waiting', 'clock'),
  analyzed: label('Looked at', 'plain', 'dot'),
  pending_review: label('To review', 'accent', 'review'),
  approved: label('Approved', 'good', 'check'),
  rejected: label('Rejected', 'plain', 'cross'),
  ready_for_outreach: label('Ready', 'good', 'check'),
  contacted: label('Written to', 'waiting', 'sent'),
  replied: label('Answered', 'good', 'reply'),
  failed: label('Failed', 'bad', 'warning'),
  expired: label('Expired', 'plain', 'clock'),
}

/** @type {Record<string, Label>} */
export const MESSAGE_STATES = {
  composed: label('To approve', 'accent', 'review'),
  approved: label('Approved', 'good', 'check'),
  queued: label('Waiting', 'waiting', 'clock'),
  sending: label('Sending', 'waiting', 'sent'),
  sent: label('Sent', 'good', 'sent'),
  saved_as_draft: label('Draft saved', 'waiting', 'edit'),
  delivered: label('Delivered', 'good', 'check'),
  opened: label('Opened', 'good', 'eye'),
  replied: label('Answered', 'good', 'reply'),
  categorized: label('Answered', 'good', 'reply'),
  failed: label('Failed', 'bad', 'warning'),
  bounced: label('Came back', 'bad', 'back'),
  unsure: label('Unsure', 'attention', 'question'),
  cancelled: label('Cancelled', 'plain', 'cross'),
}

/** @type {Record<string, Label>} */
export const REPLY_CLASSES = {
  interested: label('Interested', 'good', 'star'),
  question: label('Question', 'accent', 'question'),
  not_interested: label('Not interested', 'plain', 'cross'),
  wrong_person: label('Wrong person', 'attention', 'person'),
  out_of_office: label('Out of office', 'waiting', 'clock'),
  unsubscribe: label('Unsubscribed', 'plain', 'stop'),
  bounce: label('Came back', 'bad', 'back'),
}

/** Kinds of incoming mail that say more than a class does.
 * @type {Record<string, Label>} */
export const REPLY_KINDS = {
  bounce: REPLY_CLASSES.bounce,
  delayed: label('Delayed', 'waiting', 'clock'),
  delivered: label('Delivered', 'good', 'check'),
  auto_reply: REPLY_CLASSES.out_of_office,
  unsubscribe: REPLY_CLASSES.unsubscribe,
  complaint: label('Complaint', 'bad', 'warning'),
  receipt: label('Read receipt', 'plain', 'eye'),
  reply: label('No class yet', 'plain', 'dot'),
}

/** @type {Record<string, Label>} */
export const JOB_STATES = {
  pending: label('Waiting', 'waiting', 'clock'),
  running: label('Running', 'accent', 'play'),
  completed: label('Done', 'good', 'check'),
  failed: label('Failed', 'bad', 'warning'),
  cancelled: label('Cancelled', 'plain', 'cross'),
}

/** @type {Record<string, Label>} */
export const ENROLLMENT_STATES = {
  active: label('Under way', 'waiting', 'clock'), held: label('Waits for you', 'attention', 'question'), finished: label('Through', 'plain', 'check'),
  replied: label('Answered', 'good', 'reply'), bounced: label('Came back', 'bad', 'warning'), unsubscribed: label('No more mail', 'plain', 'stop'),
  stopped: label('Stopped', 'plain', 'stop'), failed: label('Failed', 'bad', 'warning'),
}

/** @type {Record<string, Label>} */
export const CAMPAIGN_STATES = {
  stopped: label('Not running', 'plain', 'stop'),
  running: label('Running', 'good', 'play'),
  paused: label('Paused', 'waiting', 'pause'),
}

/** @type {Record<string, Label>} */
export const OUTCOMES = {
  open: label('Open', 'plain', 'dot'),
  meeting: label('Meeting', 'accent', 'calendar'),
  accepted: label('Accepted', 'good', 'check'),
  rejected: label('Declined', 'plain', 'cross'),
}

/** @type {Record<string, Label>} */
export const SENDING_STATES = {
  practice: label('Practice', 'accent', 'practice'),
  drafts_only: label('Drafts only', 'accent', 'edit'),
  sending: label('Sending', 'good', 'sent'),
  waiting: label('Waiting', 'waiting', 'clock'),
  paused: label('Paused', 'attention', 'pause'),
  offline: label('Offline', 'attention', 'offline'),
  locked: label('Locked', 'attention', 'lock'),
  frozen: label('Frozen after restore', 'attention', 'lock'),
  needs_attention: label('Needs attention', 'bad', 'warning'),
}

/** @type {Record<string, string>} */
export const SUPPRESSION_REASONS = {
  unsubscribed: 'asked not to be written to', bounced: 'mail came back', complaint: 'complained',
  manual: 'added by you', erased: 'erased', imported: 'imported',
}

/** @type {Record<string, string>} */
export const FIELDS = {
  business_name: 'Business name', category: 'Category', address: 'Street address', city: 'City', state_region: 'State or region',
  postal_code: 'Postal code', country: 'Country', time_zone: 'Time zone', maps_url: 'Maps link', website: 'Web site',
  domain: 'Domain', contact_name: 'Contact name', email: 'E-mail', email_status: 'Address check', phone: 'Phone', page_url: 'Page', page_title: 'Page title',
  notes: 'Notes', custom: 'Fields of your own', source: 'Source', score: 'Score', outcome: 'Outcome', tags: 'Tags', contact_method: 'Contact by',
  domain_authority: 'Domain authority', discovered_at: 'Found', updated_at: 'Changed', state: 'State', name: 'Name',
  first_name: 'First name', 'sender.name': 'Your name', 'sender.email': 'Your e-mail', 'sender.company': 'Your company', 'sender.postal_address': 'Your postal address', 'sender.calendar_link': 'Your calendar link',
  latitude: 'Latitude', longitude: 'Longitude', subject: 'Subject', text: 'Text', html: 'HTML',
}

/** @type {Record<string, string>} */
export const SOURCES = { csv: 'CSV file', manual: 'Added by you', you: 'you', openstreetmap: 'OpenStreetMap', hunter: 'Hunter', website: 'its web site', dataforseo_onpage: 'DataForSEO', sample: 'Sample data' }

/** A readable word for a name that has no label yet.
 * @param {string} name */
export function plainWord(name) {
  const words = String(name ?? '').replace(/^custom\./, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The label of a state, also of one that this page does not know.
 * @param {Record<string, Label>} labels @param {string|null|undefined} state */
export function labelOf(labels, state) { return labels[state ?? ''] ?? label(plainWord(state ?? 'unknown'), 'plain', 'dot') }

/** A column of the person's own is called as it is written.
 * @param {string} field */
export function fieldTitle(field) { return FIELDS[field] ?? /^custom\[["'](.*)["']\]$/.exec(field)?.[1] ?? plainWord(field) }
