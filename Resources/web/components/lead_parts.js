// The parts of a lead: also shown at the left of the review.
import { html } from '../html.js'
import { badge, icon, note } from './states.js'
import { field } from './field.js'
import { facts, outside, timeline } from './timeline.js'
import { counted, exact, moment, share, there } from '../models/format.js'
import { fieldTitle, labelOf, LEAD_STATES, MESSAGE_STATES, OUTCOMES, plainWord, SOURCES } from '../models/labels.js'

/** Leads that can be approved, rejected, or opened again, by state.
 * @type {Record<string, string[]>} */
const MOVES = { pending_review: ['approve', 'reject'], approved: ['reopen'], rejected: ['reopen'], ready_for_outreach: ['reopen'] }
/** @type {Record<string, [string, string]>} */
const MOVE_WORDS = { approve: ['Approve', 'check'], reject: ['Reject', 'cross'], reopen: ['Review again', 'back'] }

/** @param {Lead} lead @param {any} close */
export function headPart(lead, close) {
  const canWrite = ['approved', 'ready_for_outreach'].includes(lead.state) && lead.email && !lead.suppressed
  return html`<div class="side-head"><div class="side-title"><h2 tabindex="-1">${lead.business_name}</h2>${close}</div>
    <div class="row">${badge(labelOf(LEAD_STATES, lead.state))}<span class="quiet">${[lead.category, lead.city].filter(Boolean).join(' · ')}</span></div>
    <div class="row">${(MOVES[lead.state] ?? []).map((to) => html`<button class="button button-small" data-act="move" data-to="${to}">${icon(MOVE_WORDS[to][1])}${MOVE_WORDS[to][0]}</button>`)}
    ${canWrite ? html`<button class="button button-small" data-act="compose">${icon('edit')}Write a mail</button>` : ''}${['expired', 'failed'].includes(lead.state) ? html`<button class="button button-small" data-act="restore">${icon('back')}Take up again</button>` : ''}<button class="button button-small" data-act="edit">${icon('edit')}Edit</button></div>
    ${lead.suppressed ? note('attention', html`This business must never be written to. <a href="/settings/suppressions">See the list</a>`) : ''}</div>`
}

/** @param {Lead} lead */
export function outcomePart(lead) {
  return html`<section class="side-part"><h3>Outcome</h3><div class="segments" role="group" aria-label="Outcome">${Object.entries(OUTCOMES).map(([value, { text }]) => html`<button class="segment" data-act="outcome" data-value="${value}" aria-pressed="${String(lead.outcome === value)}">${text}</button>`)}</div></section>`
}

/** Where a fact came from, in words.
 * @param {LeadFact|undefined} fact */
function provenance(fact) {
  if (!fact) return ''
  return html`from ${SOURCES[fact.source] ?? plainWord(fact.source)}${fact.url ? html`, ${outside(fact.url)}` : ''} · <span title="${exact(fact.at)}">${moment(fact.at)}</span>`
}

/** The newest fact of some fields: that is where the value that is shown came from.
 * @param {LeadFact[]} known @param {string[]} names */
const latest = (known, names) => [...known].reverse().find(({ field }) => names.includes(field))

/** @param {{lead: Lead, facts: LeadFact[], others: {id: string, business_name: string}[], zone?: RecipientZone}} detail */
export function factPart({ lead, facts: known, others, zone }) {
  /** @param {string} name @param {any} value @returns {[any, any, any]} */
  const row = (name, value) => [fieldTitle(name), value, value ? provenance(latest(known, [name])) : '']
  const place = [lead.address, [lead.postal_code, lead.city].filter(Boolean).join(' '), lead.state_region, lead.country].filter(Boolean).join(', ')
  const name = zone?.name ?? lead.time_zone
  const now = name && there(Date.now(), name)
  const time = name && html`${name}${now ? `, now ${now}` : ''}${zone && zone.source !== 'column' ? html` <span class="quiet small">(${zone.origin})</span>` : ''}`
  return html`<section class="side-part"><h3>Facts</h3>${facts([
    row('contact_name', lead.contact_name), row('email', lead.email), row('phone', lead.phone), row('website', outside(lead.website)),
    row('category', lead.category), ['Place', place, provenance(latest(known, ['address', 'city']))], row('time_zone', time),
    row('maps_url', outside(lead.maps_url, 'Show on the map')), row('page_title', lead.page_url ? outside(lead.page_url, lead.page_title ?? undefined) : lead.page_title),
    row('domain_authority', lead.domain_authority), row('tags', lead.tags.join(', ')),
    ...Object.entries(lead.custom ?? {}).map(([name, value]) => row(`custom.${name}`, value)),
    ['Found', html`<span title="${exact(lead.discovered_at)}">${moment(lead.discovered_at)}</span>, ${SOURCES[lead.source] ?? plainWord(lead.source)}${lead.confidence === null ? '' : html`, ${share(lead.confidence)} sure`}`],
    ['Same company', others.length ? html`${others.map((other) => html`<a href="/leads/${other.id}">${other.business_name}</a> `)}` : ''],
  ])}</section>`
}

/** @param {Lead} lead */
export function scorePart(lead) {
  if (lead.score === null) return ''
  return html`<section class="side-part"><h3>Score <span class="score">${lead.score}<span class="quiet small">/100${lead.score_class ? `, class ${lead.score_class}` : ''}</span></span></h3>
    <ul class="reasons">${lead.score_reasons.map(({ points, text }) => html`<li><span class="points ${points < 0 ? 'tone-bad' : 'tone-good'}">${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points)}</span><span>${text}</span></li>`)}</ul><p class="small"><a href="/settings/scores">How leads are scored</a></p></section>`
}

/** @param {LeadDetail} detail */
export function mailPart({ messages, replies }) {
  const letters = [
    ...messages.map((one) => ({ at: one.sent_at ?? one.approved_at ?? one.composed_at, key: one.id, path: `/outbox/${one.id}`, subject: one.subject, state: labelOf(MESSAGE_STATES, one.state) })),
    ...replies.map((one) => ({ at: one.received_at, key: one.id, path: `/inbox/${one.id}`, subject: one.subject, state: { text: 'Answer', tone: /** @type {const} */ ('good'), icon: 'reply' } })),
  ].sort((one, other) => other.at - one.at)
  return html`<section class="side-part"><h3>Mail <span class="quiet small">${letters.length ? counted(letters.length, 'mail') : ''}</span></h3>${letters.length
    ? html`<ul class="list">${letters.map((one) => html`<li data-key="${one.key}"><a class="list-row" href="${one.path}"><span class="list-main"><span class="cut">${one.subject}</span><span class="quiet small" title="${exact(one.at)}">${moment(one.at)}</span></span>${badge(one.state)}</a></li>`)}</ul>`
    : html`<p class="quiet">No mail yet.</p>`}</section>`
}

/** @param {Lead} lead */
export function notesPart(lead) {
  return html`<section class="side-part"><form class="stack-small" data-submit="notes">${field({ name: 'notes', id: 'lead-notes', label: 'Notes', value: lead.notes, rows: 3, help: 'Only for you. Never part of a mail.' })}
    <div class="row row-end"><button class="button button-small">Save the note</button></div></form></section>`
}

/** @param {LeadDetail} detail */
export function timelinePart({ events }) { return html`<section class="side-part"><h3>Timeline</h3>${timeline(events)}</section>` }
