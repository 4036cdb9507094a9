// One mailbox as a form: who writes, the two servers, the signature, and limits of its own.
import { html } from '../html.js'
import { field, tick } from './field.js'
import { testList } from './test_list.js'
import { note } from './states.js'

/** @type {{value: string, label: string}[]} */
const SECURITY = [{ value: '', label: 'By its port' }, { value: 'starttls', label: 'STARTTLS' }, { value: 'tls', label: 'TLS' }, { value: 'none', label: 'None, this computer only' }]
/** Limits that a mailbox may have of its own: name, label, unit.
 * @type {[string, string, string][]} */
const LIMITS = [['MAX_EMAILS_PER_DAY', 'A day', 'mails'], ['MAX_EMAILS_PER_HOUR', 'An hour', 'mails'], ['MAX_EMAILS_PER_MINUTE', 'A minute', 'mails'], ['MIN_DELAY_SECONDS', 'Gap, at least', 'seconds'], ['MAX_DELAY_SECONDS', 'Gap, at most', 'seconds'], ['RAMP_START', 'On its first day', 'mails'], ['RAMP_STEP', 'More each day', 'mails']]
/** Passwords: never shown, only replaced. */
export const SECRETS = ['SMTP_PASSWORD', 'IMAP_PASSWORD']

/** @typedef {{one: MailboxState|null, typed: Record<string, any>, wrong: Problem|null, preset: {advice: string|null, found_by: string, provider: string}|null, result: {ok: boolean, steps: TestStep[]}|null, usual: Record<string, any>}} FormState */

/** What stands in a field: what was typed, else what is kept.
 * @param {FormState} state @param {string} name */
export function valueIn({ one, typed }, name) { return typed[name] ?? (name === 'name' ? one?.name : one?.values[name]) ?? '' }

/** @param {FormState} state */
export function mailboxForm(state) {
  const { one, typed, wrong, preset, result, usual } = state
  /** @param {string} name @param {string} label @param {Record<string, any>} [more] */
  const line = (name, label, more = {}) => field({ name, label, id: `mailbox-${name}`, value: valueIn(state, name), error: wrong?.field(name) ?? '', input: 'type', ...more })
  /** @param {string} name @param {string} help */
  const secret = (name, help) => line(name, 'Password', { type: 'password', autocomplete: 'new-password', value: typed[name] ?? '', placeholder: one?.secrets_set.includes(name) ? 'Kept as it is' : '', help })
  const found = preset && { preset: `The usual servers of ${preset.provider}.`, autoconfig: 'Your provider publishes these servers.', srv: 'These servers stand in the domain’s DNS.', mx: `Mail of this address goes to ${preset.provider}.`, guess: 'Nothing is published; these servers are a guess.' }[preset.found_by]
  return html`<form class="stack-large mailbox-form" data-submit="save" novalidate aria-label="${one ? one.title : 'A new mailbox'}">
    <h3>${one ? one.title : 'A new mailbox'}</h3>${wrong && !wrong.errors?.length ? note('bad', wrong.message) : ''}
    <fieldset class="stack-small"><legend class="field-label">Who writes</legend><div class="fields">${line('SENDER_EMAIL', 'Address', { type: 'email', input: 'address', required: true })}${line('SENDER_NAME', 'Name, as recipients see it', { placeholder: usual.SENDER_NAME ?? '' })}${line('REPLY_TO', 'Answers go to', { type: 'email', optional: true, help: 'Leave it empty: answers come back to the address itself, where they are noticed.' })}${line('name', 'What you call it', { optional: true })}</div></fieldset>
    ${preset ? note(preset.found_by === 'guess' ? 'attention' : 'note', html`${found} ${preset.advice ?? ''}`) : ''}
    <fieldset class="stack-small"><legend class="field-label">Sending</legend><div class="fields">${line('SMTP_HOST', 'Server', { required: true })}${line('SMTP_PORT', 'Port', { type: 'number', minimum: 1, maximum: 65535, placeholder: '587' })}${line('SMTP_SECURITY', 'Encryption', { choices: SECURITY, input: undefined, change: 'type' })}${line('SMTP_USERNAME', 'User name', { placeholder: 'Its address' })}${secret('SMTP_PASSWORD', 'Often an app password.')}</div></fieldset>
    <fieldset class="stack-small"><legend class="field-label">Reading</legend><div class="fields">${line('IMAP_HOST', 'Server', { help: 'Without it, answers to this mailbox are not noticed.' })}${line('IMAP_PORT', 'Port', { type: 'number', minimum: 1, maximum: 65535, placeholder: '993' })}${line('IMAP_USERNAME', 'User name', { placeholder: 'As for sending' })}${secret('IMAP_PASSWORD', 'As for sending where empty.')}</div></fieldset>
    <div class="row"><button class="button" type="button" data-act="test">Test the mailbox</button><span class="quiet">Logs in and out again. No mail is sent, nothing is kept.</span></div>${result ? testList(result) : ''}
    <fieldset class="stack-small"><legend class="field-label">Signature</legend><div class="fields">${line('SENDER_SIGNATURE', 'In plain text', { rows: 4, help: 'Stands under each mail, above your postal address.' })}${line('SENDER_SIGNATURE_HTML', 'In HTML', { rows: 4, mono: true, optional: true, help: 'For mails that have HTML; made of the text where empty.' })}</div><div id="mailbox-signature" data-island data-key="signature-${one?.id ?? 'new'}"></div></fieldset>
    <fieldset class="stack-small"><legend class="field-label">Limits of its own</legend><p class="quiet">Empty ones are as under <a href="/settings/pace">Pace</a>. A new mailbox begins with few mails and gets more each day.</p><div class="fields">${LIMITS.map(([name, label, unit]) => line(name, label, { type: 'number', minimum: 0, unit, placeholder: usual[name] ?? '' }))}</div></fieldset>
    ${tick({ name: 'takes_leads', label: 'New leads may get this mailbox', checked: typed.takes_leads ?? one?.takes_leads ?? true, help: 'Leads that have it keep it, whatever you choose here.', change: 'takes' })}
    <div class="row"><button class="button button-main">${one ? 'Save' : 'Add this mailbox'}</button><button class="button" type="button" data-act="cancel">Cancel</button><span class="grow"></span>${one ? html`<button class="button button-plain tone-bad" type="button" data-act="remove">Remove …</button>` : ''}</div></form>`
}
