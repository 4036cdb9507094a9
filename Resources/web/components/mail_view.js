// A mail as the recipient will see it.
import { html } from '../html.js'
import { filesEditor, filesView } from './attachments.js'
import { icon, note } from './states.js'
import { count } from '../models/format.js'

/** @typedef {{from: string, to: string, subject: string, text: string, htmlPath?: string|null, shown?: string, raw?: string|null, key: string, files?: MailFile[]}} Mail */

/** `shown` is text, html or raw; the HTML comes from a route of its own, in a frame that runs no scripts and loads nothing.
 * @param {Mail} mail @param {any} [foot] */
export function mailView({ from, to, subject, text, htmlPath, shown = 'text', raw = null, key, files }, foot = '') {
  return html`<article class="mail" data-key="mail-${key}" aria-label="The mail"><header class="mail-head"><h2 class="mail-subject">${subject || '(no subject)'}</h2>
    <dl><div><dt>From</dt><dd>${from}</dd></div><div><dt>To</dt><dd>${to}</dd></div></dl></header>
    ${shown === 'html' && htmlPath ? html`<iframe class="mail-frame" sandbox src="${htmlPath}" title="The mail as HTML" loading="lazy" referrerpolicy="no-referrer"></iframe>`
    : shown === 'raw' && raw !== null ? html`<pre class="mail-raw" tabindex="0">${raw}</pre>` : html`<div class="mail-text">${text}</div>`}${filesView(files)}
    ${foot ? html`<footer class="mail-foot">${foot}</footer>` : ''}</article>`
}

/** Text, HTML, source: which ways there are to look at a mail.
 * @param {string} shown @param {{html: boolean, raw?: boolean}} ways */
export function mailWays(shown, { html: hasHtml, raw = false }) {
  const ways = [['text', 'Text'], ...(hasHtml ? [['html', 'HTML']] : []), ...(raw ? [['raw', 'Source']] : [])]
  if (ways.length < 2) return ''
  return html`<div class="segments" role="group" aria-label="Show the mail as">${ways.map(([value, text]) => html`<button class="segment" data-act="show" data-way="${value}" aria-pressed="${String(shown === value)}">${text}</button>`)}</div>`
}

/** @type {Record<string, ['bad'|'attention'|'plain', string]>} */
const LEVELS = { error: ['bad', 'warning'], warn: ['attention', 'warning'], info: ['plain', 'info'] }

/** What could be better about a mail.
 * @param {Lint[]} lint */
export function lintList(lint) {
  if (!lint.length) return html`<p class="row quiet">${icon('check', 'tone-good')}Nothing to improve.</p>`
  return html`<ul class="lint">${lint.map(({ level, text }) => html`<li>${icon((LEVELS[level] ?? LEVELS.info)[1], `tone-${(LEVELS[level] ?? LEVELS.info)[0]}`)}<span>${text}</span></li>`)}</ul>`
}

/** Subject and text as fields.
 * @param {{subject: string, text: string}} mail @param {Problem|null} problem @param {MailFile[]} files */
export function mailEditor(mail, problem, files) {
  return html`<form class="mail mail-edit" data-submit="saveMail">${problem ? note('bad', problem.message) : ''}
    <label class="field"><span class="field-label">Subject</span><input class="input" name="subject" id="mail-subject" value="${mail.subject}" required></label>
    <label class="field"><span class="field-label">Text</span><textarea class="input" name="text" id="mail-body" rows="16" required>${mail.text}</textarea></label>
    ${filesEditor(files, { error: problem?.field('attachments') })}
    <div class="row row-between"><span class="quiet small">${count(mail.text.split(/\s+/).filter(Boolean).length)} words</span><span class="row"><button class="button" type="button" data-act="cancelEdit">Cancel</button><button class="button button-main">Save</button></span></div></form>`
}
