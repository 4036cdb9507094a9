// Parts of a campaign's page.
import { html } from '../html.js'
import { choice, field, tick } from './field.js'
import { icon, note } from './states.js'
import { count, counted } from '../models/format.js'

/** The main button is what comes next: leads, then Start.
 * @param {Campaign} campaign @param {string} id */
export function actsPart({ state, counts }, id) {
  const some = counts.enrolled
  /** @param {string} to @param {string} text @param {string} name @param {string} [look] */
  const button = (to, text, name, look = '') => html`<button class="button ${look}" data-act="turn" data-to="${to}">${icon(name)}${text}</button>`
  return html`<div class="row"><a class="button" href="/campaigns/${id}/flight">${icon('clock')}Simulate</a><button class="button" data-act="drafts">${icon('edit')}Write drafts</button><button class="button ${some ? '' : 'button-main'}" data-act="enroll">${icon('leads')}Add all approved leads</button>
    ${state === 'running' ? button('pause', 'Pause', 'pause') : button('start', state === 'paused' ? 'Go on' : 'Start', 'play', some ? 'button-main' : '')}${state === 'stopped' ? '' : button('stop', 'Stop', 'stop')}</div>`
}

/** @type {[string, string][]} */
const PARTS = [['', 'Steps'], ['calendar', 'Calendar'], ['results', 'Results'], ['leads', 'Leads'], ['mailboxes', 'Mailboxes']]

/** @param {string} id @param {string} part */
export function partTabs(id, part) {
  return html`<nav class="tabs" aria-label="Campaign">${PARTS.map(([name, text]) => html`<a class="tab" href="/campaigns/${id}${name ? `?part=${name}` : ''}" ${part === name ? html`aria-current="page"` : ''}>${text}</a>`)}</nav>`
}

/** @param {Campaign} campaign */
export function countsPart({ id, counts, state }) {
  const rows = [['Leads', counts.enrolled], ['To approve', counts.composed], ['Waiting', (counts.approved ?? 0) + (counts.queued ?? 0)], ['Sent', counts.sent], ['Answered', counts.replied], ['Came back', counts.bounced]]
  return html`<section class="stack"><h2 class="hidden">Results</h2><dl class="figures">${rows.map(([name, value]) => html`<div data-key="${id}-${name}"><dt>${name}</dt><dd>${count(Number(value ?? 0))}</dd></div>`)}</dl>
    ${counts.composed ? note('note', html`<b>${counted(counts.composed, 'mail')} written and waiting for you.</b>`, html`<a class="button button-main button-small" href="/review?kind=mails">Review them</a>`) : ''}
    ${state === 'running' && counts.enrolled && !counts.composed && !counts.sent && !counts.queued && !counts.approved ? note('note', 'No mail has been written yet.', html`<button class="button button-main button-small" data-act="compose">Write them now</button>`) : ''}
    ${counts.enrolled ? '' : note('note', html`<b>No lead is in this campaign yet.</b> ${state === 'running' ? 'Add the approved ones.' : 'Add the approved ones, then start it.'}`)}</section>`
}

/** @typedef {{name: string, window: string, approval: string, stop_company: boolean, language: string, opt_out: string} & import('../models/sequence.js').Limits} Rules */

/** In which the program can say it. */
const LANGUAGES = [['', 'As each mail is written'], ['en', 'English'], ['de', 'Deutsch'], ['fr', 'Français'], ['es', 'Español'], ['pt', 'Português'], ['it', 'Italiano'], ['nl', 'Nederlands']].map(([value, label]) => ({ value, label }))

/** A campaign's own limits in the form: label, unit, least, most.
 * @type {[import('../models/sequence.js').Limit, string, string, number, number][]} */
const FIELDS = [
  ['daily_cap', 'A day', 'mails', 1, 10000], ['hourly_cap', 'An hour', 'mails', 1, 500], ['minute_cap', 'A minute', 'mails', 1, 600],
  ['min_gap_seconds', 'Shortest gap', 's', 0, 86400], ['max_gap_seconds', 'Longest gap', 's', 0, 86400],
  ['pause_every', 'Longer pause after', 'mails', 1, 1000], ['pause_minutes', 'That pause', 'min', 1, 1440],
  ['ramp_start', 'On the first day', 'mails', 1, 2000], ['ramp_step', 'More each day', 'mails', 0, 500]]

/** @param {Rules} rules @param {Problem|null} problem */
export function rulesPart(rules, problem) {
  return html`<details class="card" data-key="rules" ${['window', 'opt_out', ...FIELDS.map(([name]) => name)].some((name) => problem?.field(name)) ? 'open' : ''}><summary class="link">How it is approved and sent</summary><div class="stack pad-top">
    ${choice({ name: 'approval', legend: 'Follow-ups', value: rules.approval, change: 'rule', choices: [
      { value: 'sequence', title: 'Approve them with the first mail', text: 'Every step is written for a lead at once; you read and approve all of them together.' },
      { value: 'each', title: 'Approve one by one', text: 'A follow-up is written once the mail before it left, and waits for you.' }] })}
    ${tick({ name: 'stop_company', label: 'An answer stops the whole company', checked: rules.stop_company, change: 'rule', help: 'When somebody answers, nobody else with the same domain gets a mail of this campaign. Addresses at free mail services never count as one company.' })}
    ${field({ name: 'window', label: 'When it may send', value: rules.window, input: 'rule', optional: true, placeholder: 'Mon-Fri 09:00-17:00', error: problem?.field('window'), help: 'In the recipient’s time zone. Empty: as under Settings.' })}
    <fieldset class="stack-small"><legend>Limits of this campaign</legend><p class="quiet">Empty: the mailbox’s own alone. Of all limits the smallest wins.</p><div class="fields">${FIELDS.map(([name, label, unit, minimum, maximum]) => field({ name, label, type: 'number', value: rules[name], input: 'rule', minimum, maximum, unit, error: problem?.field(name) }))}</div></fieldset>
    ${field({ name: 'language', id: 'rule-language', label: 'Language of the footer', value: rules.language, change: 'rule', choices: LANGUAGES, help: 'In which language each mail says how to get no more of them.' })}
    ${field({ name: 'opt_out', label: 'Or in your own words', value: rules.opt_out, input: 'rule', optional: true, error: problem?.field('opt_out'), help: 'One line that names the word “unsubscribe”: it is looked for in answers.' })}</div></details>`
}
