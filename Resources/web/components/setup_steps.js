// The steps of the set-up.
import { html } from '../html.js'
import { choice, field, tick } from './field.js'
import { recoveryRow } from './protection_part.js'
import { icon, note } from './states.js'
import { testList } from './test_list.js'
import { facts } from './timeline.js'
import { exact } from '../models/format.js'

/** @typedef {import('../pages/setup.js').default} Setup */

/** The three ways in which mail leaves, as settings.
 * @type {Record<string, {title: string, text: string, values: Record<string, any>}>} */
export const MODES = {
  practice: { title: 'Practice', text: 'Nothing leaves this computer. Mails go to a mailbox inside the program, where you can read them and answer as the recipient. Start here; change it when you trust it.', values: { EMAIL_PRIMARY_PROVIDER: 'practice', MODE_DRAFT_ONLY: true, ALLOW_AUTO_SEND: false } },
  drafts: { title: 'Drafts only', text: 'Approved mails are put into the Drafts folder of your own mailbox. You look once more there and press Send yourself.', values: { EMAIL_PRIMARY_PROVIDER: 'smtp', MODE_DRAFT_ONLY: true, ALLOW_AUTO_SEND: false } },
  send: { title: 'Send after I approve', text: 'Every mail that you approved goes out by itself, slowly, in working hours, within your limits. Never one that you have not approved.', values: { EMAIL_PRIMARY_PROVIDER: 'smtp', MODE_DRAFT_ONLY: false, ALLOW_AUTO_SEND: true } },
}

/** The mode that the settings stand for.
 * @param {Setup} page */
export function modeOf(page) {
  if (page.value('EMAIL_PRIMARY_PROVIDER') === 'practice' || !page.value('EMAIL_PRIMARY_PROVIDER')) return 'practice'
  return String(page.value('MODE_DRAFT_ONLY')) === 'false' ? 'send' : 'drafts'
}

/** A step with heading, fields and buttons.
 * @param {Setup} page @param {string} title @param {any} lead @param {any} content @param {{act?: string, skip?: boolean}} [options] */
function step(page, title, lead, content, options = {}) {
  const others = page.wrong?.errors.filter(({ name }) => !String(content).includes(`name="${name}"`)) ?? []
  return html`<form class="stack-large" data-submit="next" novalidate><div class="stack-small"><h1 tabindex="-1">${title}</h1><p class="page-lead">${lead}</p></div>${others.map(({ detail }) => note('bad', detail))}${content}
    <div class="row row-between wizard-buttons">${options.skip === false ? html`<span></span>` : html`<button class="button button-plain" type="button" data-act="skip">Skip for now</button>`}<button class="button button-main button-large">${options.act ?? 'Continue'}</button></div></form>`
}

/** @param {Setup} page @param {string} key @param {string} label @param {Partial<import('./field.js').Field>} [more] */
function ask(page, key, label, more = {}) { return field({ name: key, label, value: page.value(key), error: page.wrong?.field(key), input: 'type', ...more }) }

/** @param {Setup} page */
export function welcomeStep(page) {
  const folders = page.setup?.folders
  return step(page, 'Welcome', 'Write to businesses one by one, politely, and miss no answer. You look at every lead and every mail before anything is sent.', html`
    <section class="stack"><h2>Where your data lives</h2><p class="quiet">On this computer only. Names, addresses and mails are sealed; the key lies in a folder of its own.</p>${facts([['Data', html`<code>${folders?.data}</code>`], ['Key', html`<code>${folders?.keys}</code>`], ['Backups', html`<code>${folders?.backups}</code>`]])}</section>
    <section class="stack-small"><h2>Used it before?</h2>${page.backups ? backupList(page.backups) : html`<div class="row"><button class="button" type="button" data-act="restoreList">${icon('shield')}Restore from a backup</button> <button class="button" type="button" data-act="moveIn">Take over from another computer</button></div>`}</section>`, { act: 'Start', skip: false })
}

/** @param {Backup[]} backups */
function backupList(backups) {
  if (!backups.length) return html`<p class="quiet">There is no backup in that folder. Copy one there, with its key into the key folder, and look again.</p><div><button class="button button-small" type="button" data-act="restoreList">Look again</button></div>`
  return html`<ul class="list">${backups.map((one) => html`<li class="list-row" data-key="${one.name}"><span class="list-main">${exact(one.created_at)}</span><button class="button button-small" type="button" data-act="restore" data-name="${one.name}">Restore</button></li>`)}</ul>`
}

/** @param {Setup} page */
export function identityStep(page) {
  return step(page, 'Who you are', 'This stands in every mail. People answer people, and the law wants to know who writes.', html`<div class="fields">
    ${ask(page, 'SENDER_NAME', 'Your name', { autocomplete: 'name' })}${ask(page, 'SENDER_COMPANY', 'Company', { autocomplete: 'organization', optional: true })}
    ${ask(page, 'SENDER_EMAIL', 'Your e-mail address', { type: 'email', autocomplete: 'email' })}${ask(page, 'REPLY_TO', 'Answers go to', { type: 'email', optional: true, help: 'Only if that is another address.' })}
    <div class="fields-wide">${ask(page, 'SENDER_POSTAL_ADDRESS', 'Postal address', { autocomplete: 'street-address', help: 'Stands at the foot of each mail. Needed before anything real is sent.' })}</div>
    ${field({ name: 'SENDER_TIME_ZONE', label: 'Time zone', value: page.value('SENDER_TIME_ZONE') || page.setup?.guesses.time_zone, error: page.wrong?.field('SENDER_TIME_ZONE'), input: 'type' })}</div>`)
}

/** @param {Setup} page */
export function modeStep(page) {
  return step(page, 'How mail leaves', 'You can change this at any time under Settings. Whatever you choose, nothing goes out that you have not read and approved.', choice({
    name: 'mode', legend: html`<span class="hidden">How mail leaves</span>`, value: modeOf(page), choices: Object.entries(MODES).map(([value, { title, text }]) => ({ value, title: value === 'practice' ? html`${title} <span class="quiet">· a good start</span>` : title, text })),
  }))
}

/** @param {Setup} page */
export function mailboxStep(page) {
  const practice = modeOf(page) === 'practice'
  const preset = page.preset
  return step(page, 'Your mailbox', practice ? 'In practice mode no mailbox is needed. You can fill this in now or skip it.' : 'Mails go out through your own mailbox, and answers are read there. Type the address; the rest is filled in where it is known.', html`
    <div class="fields"><div class="fields-wide">${field({ name: 'SMTP_USERNAME', label: 'Mailbox address', type: 'email', value: page.value('SMTP_USERNAME') || page.value('SENDER_EMAIL'), input: 'address', error: page.wrong?.field('SMTP_USERNAME'), autocomplete: 'username' })}</div>
    <div class="fields-wide">${ask(page, 'SMTP_PASSWORD', 'Password', { type: 'password', autocomplete: 'current-password', help: 'Kept sealed on this computer. Many providers want an app password instead of your usual one.' })}</div></div>
    ${preset ? note('note', html`<b>${preset.provider}.</b> ${preset.advice ?? ''}`) : ''}
    <details ${preset?.found_by === 'guess' || page.wrong ? 'open' : ''}><summary class="link">Servers</summary><div class="fields pad-top">
    ${ask(page, 'SMTP_HOST', 'Sending server')}${ask(page, 'SMTP_PORT', 'Port', { type: 'number', minimum: 1, maximum: 65535 })}${ask(page, 'IMAP_HOST', 'Reading server')}${ask(page, 'IMAP_PORT', 'Port', { type: 'number', minimum: 1, maximum: 65535, id: 'imap-port' })}</div></details>
    <div class="stack"><div class="row"><button class="button" type="button" data-act="test">Test the mailbox</button><span class="quiet">Logs in and out again. No mail is sent.</span></div>${page.result ? testList(page.result) : ''}</div>`)
}

/** @param {Setup} page */
export function paceStep(page) {
  /** @param {string} key @param {string} label @param {string} unit @param {number} maximum @param {string} [help] */
  const number = (key, label, unit, maximum, help) => ask(page, key, label, { type: 'number', unit, minimum: 1, maximum, help })
  return step(page, 'Pace', 'Slow is safe: a mailbox that suddenly writes a lot ends in spam folders. These values suit a normal mailbox.', html`<div class="fields">
    ${number('MAX_EMAILS_PER_DAY', 'At most a day', 'mails', 500, 'Any 24 hours.')}${number('MAX_EMAILS_PER_HOUR', 'At most an hour', 'mails', 100)}
    ${number('MIN_DELAY_SECONDS', 'Pause, at least', 'seconds', 86_400)}${number('MAX_DELAY_SECONDS', 'Pause, at most', 'seconds', 86_400, 'Each pause is a bit different.')}
    <div class="fields-wide">${ask(page, 'SEND_WINDOW', 'When mails may go out', { help: 'Like Mon-Fri 09:00-17:00, in the time zone of the recipient.' })}</div></div>`)
}

/** @param {Setup} page */
export function protectionStep(page) {
  return step(page, 'Protection', 'Your data is sealed already. Two more things help on a bad day.', html`
    ${tick({ name: 'DATABASE_BACKUP_ENABLED', label: 'Back up every day by itself', checked: String(page.value('DATABASE_BACKUP_ENABLED')) !== 'false', help: 'Kept for 30 days. You can go back to any of them under System, Backups.' })}
    ${ask(page, 'DATABASE_BACKUP_DIR', 'A second folder for backups', { optional: true, placeholder: '/media/…', help: 'On a stick, another disk, or one that is synced. It need not be there always: what it missed is made up.' })}
    ${page.protection ? html`<ul class="list">${recoveryRow(page.protection)}</ul>` : ''}
    ${note('note', html`<b>Without a recovery key, keep a copy of the key folder.</b> Nobody can read your data or backups without one of the two, not even you: <code>${page.setup?.folders.keys}</code>`)}`)
}

/** @param {Setup} page */
export function doneStep(page) {
  const skipped = page.setup?.steps.filter(({ state }) => state === 'skipped') ?? []
  return html`<div class="stack-large"><div class="stack-small"><h1 tabindex="-1">Ready</h1><p class="page-lead">${modeOf(page) === 'practice' ? 'You are in practice mode: try everything, nothing leaves this computer.' : 'Nothing goes out before you have approved it.'}</p></div>
    ${skipped.length ? note('note', 'You skipped a step. That is fine: the program tells you when it needs the answer, and you find everything under Settings.') : ''}
    <ol class="next-steps">${[['/import', 'upload', 'Bring your leads', 'From a file, by a search, or invented ones to try it with.'], ['/review', 'review', 'Look at them', 'Approve the businesses that are worth a mail.'], ['/campaigns/new', 'edit', 'Write the mail', 'Write it once; each lead gets its own, and you read every one.']].map(([path, name, title, text]) => html`<li><a href="${path}" data-act="finishTo">${icon(name)}<span><b>${title}</b><span class="quiet">${text}</span></span>${icon('next', 'quiet')}</a></li>`)}</ol>
    <div class="row row-end"><button class="button button-main button-large" data-act="finish">Go to Today</button></div></div>`
}
