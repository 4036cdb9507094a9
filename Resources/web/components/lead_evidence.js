// What is known of a lead's address, the pages that facts came from, and what each field was before.
import { html } from '../html.js'
import { badge, icon, note } from './states.js'
import { outside } from './timeline.js'
import { exact, moment, share } from '../models/format.js'
import { fieldTitle, plainWord, SOURCES } from '../models/labels.js'

/** @type {Record<string, {text: string, tone: any, icon: string}>} */
const VERDICTS = {
  valid: { text: 'Takes mail', tone: 'good', icon: 'check' }, invalid: { text: 'Takes no mail', tone: 'bad', icon: 'cross' }, accept_all: { text: 'Its server takes any name', tone: 'plain', icon: 'dot' },
  disposable: { text: 'For throwing away', tone: 'bad', icon: 'cross' }, unknown: { text: 'Nobody could say', tone: 'plain', icon: 'dot' },
}
/** Why a value took the place of the one before.
 * @type {Record<string, string>} */
const WHY = { verified: 'it is the address that takes mail', fuller: 'it says more', trusted: 'this source knows it better', newer: 'it is newer' }
/** @param {string} source */
const named = (source) => SOURCES[source] ?? plainWord(source)

/** @param {LeadDetail} detail */
export function verdictPart({ lead, email_verdict: known, mail_domain: domain, address_notes: notes = [], site_problem: problem }) {
  const measure = lead.custom?.site_score
  return html`${lead.email ? html`<section class="side-part"><h3>Address</h3><div class="row">${known ? html`${badge(VERDICTS[known.verdict] ?? VERDICTS.unknown)}<span class="quiet small" title="${exact(known.at)}">${named(known.source)}, ${moment(known.at)}</span>` : html`<span class="quiet">Nobody checked whether it takes mail.</span>`}
    <button class="button button-small" data-act="verify">${icon('check')}${known ? 'Check again' : 'Check it'}</button></div>
    <div class="row">${domain ? html`${icon(domain.failing ? 'warning' : domain.verdict === 'takes' ? 'check' : 'dot', `tone-${domain.failing ? 'bad' : domain.verdict === 'takes' ? 'good' : 'plain'}`)}<span>${domain.detail} <span class="quiet small" title="${exact(domain.at)}">DNS, ${moment(domain.at)}</span></span>` : html`<span class="quiet">Its domain was not looked up yet.</span>`}<button class="button button-small" data-act="lookUp">${icon('again')}Look it up</button></div>${notes.map((text) => html`<p class="quiet small">${text}</p>`)}</section>` : ''}
    ${lead.website ? html`<section class="side-part"><h3>Web site</h3><div class="row"><span class="${measure ? '' : 'quiet'}">${measure ? html`Measured at <b>${measure}</b> of 100` : 'Nobody measured how well it is made.'}</span><button class="button button-small" data-act="measure">${icon('search')}${measure ? 'Measure again' : 'Measure it'}</button></div></section>` : ''}
    ${problem ? html`<section class="side-part">${note('attention', html`<b>Its web site could not be read.</b> ${problem}`)}<div class="row"><button class="button button-small" data-act="readSite">${icon('again')}Read it again</button></div></section>` : ''}`
}

/** @param {LeadDetail} detail */
export function evidencePart({ evidence = [] }) {
  if (!evidence.length) return ''
  return html`<section class="side-part"><h3>Pages read</h3><ul class="list">${evidence.map((page) => html`<li data-key="${page.url}"><div class="list-row"><span class="list-main"><span class="cut">${outside(page.url, page.title || undefined)}</span>${page.excerpt ? html`<span class="small">${page.excerpt}</span>` : ''}<span class="quiet small" title="${exact(page.at)}">${page.url.replace(/^https?:\/\//, '')} · ${moment(page.at)}</span></span></div></li>`)}</ul></section>`
}

/** Where each value came from, the newest first under each field.
 * @param {LeadDetail} detail */
export function originsPart({ facts, lead }) {
  if (!facts.length) return ''
  /** @type {Map<string, LeadFact[]>} */
  const fields = new Map()
  for (const fact of [...facts].reverse()) fields.set(fact.field, [...(fields.get(fact.field) ?? []), fact])
  return html`<section class="side-part"><details class="origins"><summary><h3>Where it is from</h3></summary>${lead.confidence === null ? '' : html`<p class="quiet small">The source is ${share(lead.confidence)} sure of this business; its score says nothing about that.</p>`}<dl class="facts">${[...fields].map(([name, list]) => html`<div><dt>${fieldTitle(name)}</dt><dd>${list.map((fact, at) => html`<div>${at ? html`<s>${fact.value || 'taken away'}</s>` : fact.value || html`<span class="quiet">taken away</span>`}<span class="fact-source">${named(fact.source)}${fact.url ? html`, ${outside(fact.url)}` : ''} · <span title="${exact(fact.at)}">${moment(fact.at)}</span>${fact.why ? html` · kept because ${WHY[fact.why] ?? fact.why}` : ''}</span></div>`)}</dd></div>`)}</dl></details></section>`
}

/** Also for a lead without an address.
 * @param {Lead} lead */
export const heldPart = ({ id }) => html`<section class="side-part small"><a href="/settings/privacy?lead=${id}">All that is held, and erasing it</a></section>`
