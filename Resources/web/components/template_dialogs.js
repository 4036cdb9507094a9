// What can be written in a template, and what it said before.
import { api, html } from '../view.js'
import { ask } from './dialog.js'
import { exact } from '../models/format.js'

/** Lets the person pick something to write; null where nothing was taken.
 * @returns {Promise<string|null>} */
export async function openHelp() {
  const { data } = await api.get('/api/template-help')
  const entries = data.flatMap((/** @type {any} */ section) => section.entries)
  let index = 0
  const { value } = await ask(html`<h2>What you can write</h2><p class="quiet">Templates are written as in Jinja. These are the things that mails need most; a click puts one in.</p>
    <div class="help-list">${data.map((/** @type {any} */ section) => html`<section><h3>${section.title}</h3><ul>${section.entries.map((/** @type {any} */ one) => html`<li><button class="help-entry" value="${index++}"><code>${one.source}</code>${one.result ? html`<span class="help-result">${one.result}</span>` : ''}<span class="quiet">${one.text}</span></button></li>`)}</ul></section>`)}</div>
    <div class="dialog-buttons"><button class="button" value="">Close</button></div>`, { wide: true })
  return value === '' ? null : entries[Number(value)].source
}

/** Lets the person choose an earlier version; null where none was.
 * @param {any} now @param {any[]} versions @returns {Promise<number|null>} */
export async function openVersions(now, versions) {
  const { value } = await ask(html`<h2>Versions of “${now.name}”</h2>${versions.length ? html`<p class="quiet">Bringing one back makes a new version of it, so that nothing is lost.</p><ul class="version-list">${versions.map((one) => html`<li><details><summary class="link">Version ${one.version}, ${exact(one.updated_at)}${one.name === now.name ? '' : ` (“${one.name}”)`}</summary>${one.steps.map((/** @type {any} */ mail) => html`<article class="mail"><header class="mail-head"><h3 class="mail-subject">${mail.subject || '(same conversation)'}</h3></header><div class="mail-text">${mail.text}</div></article>`)}</details><button class="button button-small" value="${one.version}">Bring it back</button></li>`)}</ul>` : html`<p>It was not changed yet. From the first change on, what it said before is kept here.</p>`}
    <div class="dialog-buttons"><button class="button" value="">Close</button></div>`, { wide: true })
  return value === '' ? null : Number(value)
}
