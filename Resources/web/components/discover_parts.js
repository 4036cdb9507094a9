// The parts of a search: where to look, how far it is, what came, and the searches of before.
import { html } from '../html.js'
import { icon } from './icon.js'
import { badge, moreButton, note } from './states.js'
import { progressBar } from './progress.js'
import { outside } from './timeline.js'
import { count, counted, exact, moment } from '../models/format.js'
import { labelOf, LEAD_STATES } from '../models/labels.js'

/** @type {Record<string, Label>} */
const STATES = {
  running: { text: 'Running', tone: 'accent', icon: 'play' }, completed: { text: 'Done', tone: 'good', icon: 'check' },
  failed: { text: 'Failed', tone: 'bad', icon: 'warning' }, cancelled: { text: 'Stopped', tone: 'plain', icon: 'cross' },
}

/** What a source asks for and allows.
 * @param {DiscoverySource} source */
export function sourcePart(source) {
  return html`<div class="stack-small quiet small"><p><b>${source.name}</b> · ${source.cost}. ${source.summary}</p><p>${source.terms} ${outside(source.terms_url, 'Terms')}</p>
    ${source.problem ? note('attention', source.problem) : html`<div class="row"><button type="button" class="button button-small" data-act="test" data-source="${source.id}">Test the connection</button></div>`}</div>`
}

/** @param {DiscoveryRun} run @param {DiscoverySource|undefined} source */
export function runningPart(run, source) {
  const done = run.progress === null ? null : { done: Math.round(run.progress * 100), total: 100 }
  return html`<section class="stack">
    ${run.state === 'running' ? html`<div class="card">${progressBar(`Looking for “${run.query}” in ${run.location}`, done, run.created_at, html`<button class="button button-small" data-act="stop">Stop</button>`)}
      <p class="quiet">You can leave this page; it goes on.</p></div>` : html`<div class="row row-between"><h2 tabindex="-1">“${run.query}” in ${run.location}</h2>${badge(STATES[run.state])}</div>`}
    ${run.state === 'failed' ? note('bad', html`<b>The search stopped.</b> ${run.error ?? ''} What was found before is kept.`, html`<button class="button button-small" data-act="resume">Go on</button>`) : ''}
    ${run.state === 'cancelled' ? note('attention', html`<b>You stopped the search.</b> What was found before is kept.`, html`<button class="button button-small" data-act="resume">Go on</button>`) : ''}
    <dl class="figures">${[['Found', run.found], ['New leads', run.imported], ['Brought up to date', run.updated], ['Here already', run.skipped]].map(([name, value]) => html`<div><dt>${name}</dt><dd>${count(Number(value))}</dd></div>`)}</dl>
    <div class="row"><a class="button button-main" href="/review">Review the leads</a>${run.state === 'running' ? '' : html`<button class="button" data-act="again">${icon('again')}Search again for new ones</button>`}
    <span class="quiet small">${source?.attribution ? outside(source.terms_url, source.attribution) : ''}${run.cost ? ` · cost ${new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' }).format(run.cost)}` : ''}</span></div></section>`
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
