// The lines of the trail in the words of a person: who did what to what.
import { count, counted } from './format.js'
import { plainWord } from './labels.js'

/** @typedef {{id: string, at: number, actor: string, action: string, entity: string, entity_id: string|null, about: string|null, before: Record<string, string>|null, after: Record<string, string>|null}} AuditRow */
/** @typedef {string|((row: {before: Record<string, string>, after: Record<string, string>, entity_id: string|null}) => string)} Words */

/** @type {Record<string, string>} */
const ACTORS = { user: 'You', system: 'The program', agent: 'An agent' }
/** What to call a thing that has no name, or none any more.
 * @type {Record<string, string>} */
const THINGS = { lead: 'a lead', message: 'a lead', reply: 'a lead', enrollment: 'a lead', task: 'a lead', campaign: 'that is gone', template: 'that is gone', setting: 'a setting' }
/** @type {Record<string, string>} */
const WHOM = { unsubscribed: 'somebody who asked for no more mail', bounced: 'an address from which mail came back', complaint: 'somebody who complained', erased: 'somebody who was erased', imported: 'somebody from a list' }
/** @type {Record<string, string>} */
const RECEIVED = { bounce: 'came back', delayed: 'is delayed', delivered: 'was delivered', receipt: 'was read' }

/** @param {string} [text] */
const sum = (text) => count(Number(text ?? 0))
const saved = (/** @type {string} */ what) => `{who} saved ${what} as a file`

/** What the program keeps beside the settings, by the beginning of its key.
 * @type {Record<string, (value: string|undefined) => string>} */
export const KEPT = {
  'state.sending_paused': (value) => value === 'true' ? '{who} paused all sending' : '{who} let sending go on',
  'state.sending_frozen': (value) => value === 'true' ? 'Nothing is sent until you have decided about what may have left' : 'You decided about what may have left; sending goes on',
  'state.guard': () => 'What may have left before the data went back in time was looked at',
  'state.updating': (value) => value ? 'Sending rests while a new version is tried' : 'The trial of a new version is over; sending goes on',
  'state.departure': (value) => value ? 'All was about to be written into a file, to move out' : 'The file to move out with is written, or given up',
  'setup.completed': () => '{who} finished the set-up',
  'setup.step.': (value) => `{who} ${value === 'skipped' ? 'skipped' : 'did'} a step of the set-up`,
  'state.retention.': () => '{who} changed how long leads are kept',
}

/** Every line that the program can write, by what it is about and what was done; `{who}` and `{it}` are put in.
 * @type {Record<string, Record<string, Words>>} */
export const AUDIT = {
  lead: {
    add: '{who} added {it}', edit: '{who} changed {it}', discover: '{who} found {it}', erase: '{who} erased a person for good', disclose: '{who} saved all that is held about {it}',
    analyze: '{who} began to look at {it}', analysis_done: '{who} looked at {it}', submit: '{who} put {it} up for review', approve: '{who} approved {it}', reject: '{who} rejected {it}', reopen: '{who} put {it} back to review',
    prepare: '{who} made {it} ready to be written to', contact: '{it} was written to for the first time', reply: '{it} answered', leave_practice: '{it} left practice', fail: '{it} could not be looked at', expire: '{it} expired, since nobody touched it', restore: '{who} took {it} up again',
    propose: '{who} asked for a text for {it}', proposed: 'A text for {it} came', accept_proposal: '{who} accepted a text for {it}', unaccept_proposal: '{who} took back a text for {it}', discard_proposal: '{who} put away a text for {it}', forget: 'A field of {it} was forgotten, as its source demands',
  },
  message: {
    compose: '{who} wrote a mail to {it}', edit: '{who} changed the mail to {it}', approve: '{who} approved the mail to {it}', void: 'The approval of the mail to {it} no longer counts', queue: 'The mail to {it} is waiting to leave', cancel: '{who} cancelled the mail to {it}', begin: 'The mail to {it} began to leave',
    accepted: 'The mail to {it} was sent', saved: 'The mail to {it} was put into Drafts', not_sent: 'The mail to {it} did not leave; it waits again', refused: 'The mail to {it} could not be sent', lost: 'Nobody knows whether the mail to {it} left', found: 'The mail to {it} was found among the sent ones', deleted: 'The draft to {it} was deleted',
    deliver: 'The mail to {it} was delivered', open: 'The mail to {it} was opened', reply: '{it} answered the mail', bounce: 'The mail to {it} came back', categorize: '{who} said what the answer of {it} means', retry: '{who} had the mail to {it} tried again',
    propose: '{who} asked for a text for the mail to {it}', proposed: 'A text for the mail to {it} came', take_proposal: '{who} took a text into the mail to {it}',
  },
  reply: {
    receive: ({ after }) => RECEIVED[after.kind] ? `The mail to {it} ${RECEIVED[after.kind]}` : after.kind === 'unsubscribe' ? '{it} wants no more mail' : after.kind === 'auto_reply' ? 'An automatic answer of {it} came' : after.kind === 'complaint' ? '{it} complained about a mail' : after.certainty === 'possible' ? 'A mail came that may be from {it}' : 'An answer of {it} came',
    update: ({ before, after }) => before.certainty !== after.certainty ? `{who} said that a mail is ${after.certainty === 'dismissed' ? 'not ' : ''}from {it}` : before.class !== after.class ? `{who} said that the answer of {it} means “${plainWord(after.class).toLowerCase()}”` : after.state === 'done' ? 'The answer of {it} is done' : '{who} put the answer of {it} back to be answered',
  },
  enrollment: {
    hold: '{it} waits for you before its campaign goes on', last_sent: '{it} has had every mail of its campaign', reply: '{it} answered; its campaign is over', bounce: 'Mail to {it} came back; its campaign is over', unsubscribe: '{it} wants no more mail; its campaign is over', stop: '{who} took {it} out of its campaign', fail: 'The campaign of {it} could not go on', release: 'The campaign of {it} goes on', resume: '{who} had {it} go on in its campaign',
  },
  task: { add: 'A task came up for {it}', finish: '{who} did the task for {it}', cancel: 'The task for {it} is no longer needed' },
  campaign: { create: '{who} made the campaign {it}', start: '{who} started the campaign {it}', pause: '{who} paused the campaign {it}', stop: '{who} stopped the campaign {it}', mailboxes: '{who} chose the mailboxes of the campaign {it}' },
  step: { edit: '{who} changed a step of a campaign' },
  template: { create: '{who} made the template {it}', edit: '{who} changed the template {it}', remove: '{who} removed a template' },
  attachment: { upload: '{who} attached a file' },
  test_mail: { send: '{who} sent a test mail to yourself' },
  leads: { export: saved('leads') }, messages: { export: saved('mails') }, replies: { export: saved('answers') },
  lead_view: { keep: '{who} kept a view of the leads', forget: '{who} removed a view of the leads' },
  score_rules: { edit: '{who} changed the table of scores' },
  suppression: { suppress: ({ after }) => after.count ? `{who} put ${sum(after.count)} from a list on “Never write to”` : `{who} put ${WHOM[after.reason] ?? 'somebody'} on “Never write to”`, unsuppress: '{who} took somebody off “Never write to”' },
  setting: { set: ({ entity_id: key, after }) => Object.entries(KEPT).find(([name]) => key?.startsWith(name))?.[1](after.value) ?? '{who} changed “{it}”' },
  mailbox: { create: '{who} added a mailbox', update: '{who} changed a mailbox', remove: '{who} removed a mailbox', pause: '{who} paused a mailbox', fail: 'A mailbox stopped, since it failed', resume: '{who} let a mailbox go on', recover: 'A mailbox works again' },
  import: { start: '{who} began to import a file', import: ({ after }) => `Leads of the file were read: ${counted(Number(after.imported ?? 0), 'new one')}`, complete: 'The import of a file is done', cancel: '{who} stopped an import' },
  discovery: { start: ({ after }) => `{who} began to search for ${after.words ?? 'businesses'}${after.location ? ` in ${after.location}` : ''}`, next_source: 'A search went on with its next source', complete: 'A search is done', fail: 'A search failed', cancel: '{who} stopped a search', resume: '{who} had a search go on' },
  source: { accept: '{who} accepted the terms of a source', withdraw: '{who} took back the consent to a source', rest: 'A source rests, since it said no' },
  site: { measure: ({ after }) => `{who} asked to have ${counted(Number(after.sites ?? 0), 'web site')} measured`, measured: ({ after }) => `${counted(Number(after.sites ?? 0), 'web site')} measured` },
  job: { take: 'A job began', cancel: '{who} stopped a job', complete: 'A job is done', later: 'A job waits for another try', fail: 'A job failed', retry: '{who} had a job tried again' },
  hazard: { retry: '{who} had something tried again that was set aside' },
  practice: { archive: ({ after }) => `{who} left practice; ${counted(Number(after.leads ?? 0), 'lead')} began anew` },
  backup: { backup: '{who} made a backup', restore: '{who} went back to a backup' },
  base: { guard: 'The data went back in time, so nothing is sent until you decide' },
  workspace: { export: '{who} saved everything for another computer' },
  audit: { prune: ({ after }) => `${sum(after.rows)} old lines of this record were deleted, as you set it`, export: saved('this record') },
  passphrase: { set: '{who} set a passphrase', change: '{who} changed the passphrase', remove: '{who} removed the passphrase' },
  recovery_key: { open: '{who} made a recovery key', saved: '{who} confirmed that the recovery key is printed', declined: '{who} went without a recovery key' },
  key: { begin: '{who} began a new data key', reseal: 'Your data was moved to the new data key' },
  update: { announce: 'A new version was announced', download: '{who} had a new version fetched', unpack: 'A new version is ready', fail: 'A new version could not be fetched', forget: 'A new version is no longer offered', restart: '{who} changed to a new version', cancel: 'The change to a new version was put off', try_out: 'A new version is being tried', confirm: 'A new version works and stays', roll_back: 'A new version did not work and was taken back' },
  session: { login: '{who} signed in', logout: '{who} signed out', expired: 'A page was signed out, since nobody used it', refused: 'Somebody was turned away who is not signed in' },
}

/** A line in words.
 * @param {AuditRow} row */
export function auditWords({ actor, action, entity, entity_id, about, before, after }) {
  const words = AUDIT[entity]?.[action] ?? `{who}: ${plainWord(entity).toLowerCase()}, ${plainWord(action).toLowerCase()}`
  const text = typeof words === 'string' ? words : words({ before: before ?? {}, after: after ?? {}, entity_id })
  const said = text.replace('{who}', ACTORS[actor] ?? plainWord(actor)).replace('{it}', () => about ?? THINGS[entity] ?? 'it')
  return said.charAt(0).toUpperCase() + said.slice(1)
}
