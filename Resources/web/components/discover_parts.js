// The parts of a search: where to look, how far it is, what came, and the searches of before.
import { html } from '../html.js'
import { badge, icon, moreButton, note } from './states.js'
import { progressBar } from './progress.js'
import { outside } from './timeline.js'
import { choice, field } from './field.js'
import { count, counted, dollars, exact, moment } from '../models/format.js'
import { labelOf, LEAD_STATES } from '../models/labels.js'

/** @type {Record<string, Label>} */
const STATES = {
  running: { text: 'Running', tone: 'accent', icon: 'play' }, completed: { text: 'Done', tone: 'good', icon: 'check' },
  failed: { text: 'Failed', tone: 'bad', icon: 'warning' }, cancelled: { text: 'Stopped', tone: 'plain', icon: 'cross' },
}


/** What a source asks for, costs and allows; one that asks for consent shows its terms with the button that accepts them.
 * @param {DiscoverySource} source */
export function sourcePart(source) {
  const asks = source.asks_consent && !source.accepted_at
  const used = source.searches_30_days ? `${counted(source.searches_30_days, 'search', 'searches')} in 30 days${source.cost_30_days ? `, ${dollars(source.cost_30_days)}` : ''}.` : ''
  return html`<div class="stack-small small source" data-key="source-${source.id}"><p class="quiet"><b>${source.name}</b> · ${source.cost}. ${source.summary} ${source.quota ? `Limit: ${source.quota}.` : ''} ${used}</p>
    ${asks ? html`<section class="note note-attention"><div class="note-text stack-small"><b>Off until you have read and accepted this</b><p>${source.terms} ${outside(source.terms_url, 'The terms in full')}</p>
      <div class="row"><button type="button" class="button" data-act="accept" data-source="${source.id}">I have read this and accept it</button></div></div></section>`
    : html`<p class="quiet">${source.terms} ${outside(source.terms_url, 'Terms')}</p>`}
    ${source.problem && !asks ? note('attention', source.problem) : ''}
    ${asks ? '' : html`<div class="row">${source.problem ? '' : html`<button type="button" class="button button-small" data-act="test" data-source="${source.id}">Test the connection</button>`}
      ${source.accepted_at ? html`<button type="button" class="button button-small" data-act="withdraw" data-source="${source.id}">Switch off again</button><span class="quiet">Accepted ${moment(source.accepted_at)}</span>` : ''}</div>`}</div>`
}

/** The areas that a search can have.
 * @param {Record<string, any>} form @param {Record<string, string>} errors @param {any} map where a shape is drawn */
export function shapePart(form, errors, map) {
  return html`${choice({ name: 'shape', legend: 'How far?', value: form.shape, change: 'shape', choices: [
    { value: 'box', title: 'The whole place' }, { value: 'circle', title: 'Around its middle' }, { value: 'polygon', title: 'A shape of your own' }] })}
    ${form.shape === 'circle' ? field({ name: 'radius', label: 'Radius', type: 'number', value: form.radius, minimum: 0.05, maximum: 200, unit: 'km', error: errors.area, change: 'shape' }) : ''}
    ${form.shape === 'polygon' ? map : ''}${form.shape === 'polygon' ? field({ name: 'polygon', label: 'Corners', value: form.polygon, rows: 5, mono: true, error: errors.area, placeholder: '53.10, 8.75\n53.10, 8.90\n53.02, 8.85', help: 'One corner a line, latitude and longitude, as a map gives them when you copy a place.', change: 'shape', input: 'corners' }) : ''}`
}

/** What a search could cost.
 * @param {{most_cost: number, limit: number, is_allowed: boolean}|null} estimate */
export function costPart(estimate) {
  if (!estimate || !estimate.most_cost) return ''
  const words = html`Costs at most <b>${dollars(estimate.most_cost)}</b>; your limit for one search is ${dollars(estimate.limit)}.`
  return estimate.is_allowed ? html`<p class="quiet">${words}</p>` : note('attention', html`${words} Choose a smaller area, or raise the limit.`, html`<a class="button button-small" href="/settings/discovery">Settings</a>`)
}

/** @param {DiscoveryRun} run @param {DiscoverySource|undefined} source */
export function runningPart(run, source) {
  const done = run.progress === null ? null : { done: Math.round(run.progress * 100), total: 100 }
  return html`<section class="stack">
    ${run.state === 'running' ? html`<div class="card">${progressBar(`Looking for “${run.query}” in ${run.location}`, done, run.created_at, html`<button class="button button-small" data-act="stop">Stop</button>`)}
      <p class="quiet">You can leave this page; it goes on.</p></div>` : html`<div class="row row-between"><h2 tabindex="-1">“${run.query}” in ${run.location}</h2>${badge(STATES[run.state])}</div>`}
    ${run.state === 'failed' ? note('bad', html`<b>The search stopped.</b> ${run.error ?? ''} What was found before is kept.`, html`<div class="row">${run.next_source ? html`<button class="button button-small button-main" data-act="other" data-source="${run.next_source.id}">Go on with ${run.next_source.name}</button>` : ''}<button class="button button-small" data-act="resume">Try once more</button></div>`) : ''}
    ${run.notes.map((text) => note('note', text))}
    ${run.state === 'cancelled' ? note('attention', html`<b>You stopped the search.</b> What was found before is kept.`, html`<button class="button button-small" data-act="resume">Go on</button>`) : ''}
    <dl class="figures">${[['Found', run.found], ['New leads', run.imported], ['Brought up to date', run.updated], ['Here already', run.skipped]].map(([name, value]) => html`<div><dt>${name}</dt><dd>${count(Number(value))}</dd></div>`)}</dl>
    <div class="row"><a class="button button-main" href="/review">Review the leads</a>${run.state === 'running' ? '' : html`<button class="button" data-act="again">${icon('again')}Search again for new ones only</button>`}
    <span class="quiet small">${source?.attribution ? outside(source.terms_url, source.attribution) : ''}${run.new_only ? ' · new ones only' : ''}${run.cost ? ` · cost ${dollars(run.cost)}` : ''}</span></div></section>`
}

/** @param {{is_new: boolean, lead: Lead}[]} found @param {string|null} more */
export function foundPart(found, more) {
  return html`<section class="stack-small"><h2>What was found <span class="quiet small">${counted(found.length, 'business', 'businesses')}${more ? ' so far shown' : ''}</span></h2>
    <ul class="list">${found.map(({ lead, is_new: isNew }) => html`<li data-key="${lead.id}"><a class="list-row" href="/leads/${lead.id}"><span class="list-main"><b class="cut">${lead.business_name}</b>
      <span class="quiet small cut">${[lead.category, lead.city, lead.email ?? lead.website ?? lead.phone ?? 'no contact known'].filter(Boolean).join(' · ')}</span></span>
      ${isNew ? '' : html`<span class="quiet small">known before</span>`}${lead.score === null ? '' : html`<span class="score" title="Score">${lead.score}</span>`}${badge(labelOf(LEAD_STATES, lead.state))}</a></li>`)}</ul>${more ? moreButton() : ''}</section>`
}

/** @param {DiscoveryRun[]} runs @param {DiscoverySource[]} sources */
export function historyPart(runs, sources) {
  if (!runs.length) return ''
  return html`<section class="stack-small"><h2>Earlier searches</h2><ul class="list">${runs.map((run) => html`<li data-key="${run.id}"><a class="list-row" href="/discover/${run.id}"><span class="list-main"><b class="cut">${run.query} · ${run.location}</b>
    <span class="quiet small">${sources.find(({ id }) => id === run.source)?.name ?? run.source}: ${count(run.found)} found, ${count(run.imported)} new</span></span>${badge(STATES[run.state])}<time class="quiet small when" title="${exact(run.created_at)}">${moment(run.created_at)}</time></a></li>`)}</ul></section>`
}
