// How a campaign's calendar, results and leads look.
import { html } from '../html.js'
import { badge, empty, icon, moreButton, note } from './states.js'
import { calendarDay, clock, count, counted, date, exact, moment, share, there } from '../models/format.js'
import { ENROLLMENT_STATES, labelOf } from '../models/labels.js'
import { KINDS, letter, stepTitle } from '../models/sequence.js'

/** @param {CampaignPlan} plan */
export function calendarPart(plan) {
  if (!plan.total) return empty({ icon: 'calendar', title: 'Nothing is to come', text: plan.trial ? 'No lead is in this campaign, and none is approved that could be.' : 'Every lead of this campaign is through, or answered.' })
  const most = Math.max(...plan.days.map(({ total }) => total))
  return html`<div class="stack">
    ${plan.trial ? note('note', html`<b>Nobody is in this campaign yet.</b> This is what it would be with every approved lead.`) : ''}
    <p class="quiet">${counted(plan.total, 'step')} are to come, the last on ${plan.ends_at ? date(plan.ends_at) : '–'}: with your sending hours and limits as they are now, as if everything were approved today. What really leaves moves what follows it; answers end it.${plan.cut ? ` Only the first ${count(plan.leads_looked_at)} leads are looked at.` : ''}</p>
    <section class="stack-small"><h2>Day by day</h2><ol class="plan">${plan.days.map((day) => html`<li data-key="${day.date}"><time datetime="${day.date}">${calendarDay(day.date)}</time>
      <meter min="0" max="${most}" value="${day.total}" aria-hidden="true"></meter><b>${count(day.total)}</b><span class="quiet small">${day.steps.map(({ position, count: many }) => `step ${position + 1}: ${count(many)}`).join(' · ')}</span></li>`)}</ol></section>
    <section class="stack-small"><h2>Lead by lead</h2><ul class="list">${plan.entries.map((one) => html`<li class="list-row" data-key="${one.lead_id}-${one.position}"><span class="list-main"><a href="/leads/${one.lead_id}"><b class="cut">${one.lead_name}</b></a>
      <span class="quiet small">step ${one.position + 1}: ${stepTitle(one.kind, one.position)}</span></span><time class="quiet" datetime="${new Date(one.at).toISOString()}" title="${exact(one.at)}">${date(one.at)} ${[clock(one.at), there(one.at, one.zone)].filter(Boolean).join(' · ')}</time></li>`)}</ul>
      ${plan.total > plan.entries.length ? html`<p class="quiet small">The first ${count(plan.entries.length)} of ${count(plan.total)}.</p>` : ''}</section></div>`
}

/** @param {StepResult[]} steps */
export function resultsPart(steps) {
  return html`<div class="stack-large">${steps.map((step) => html`<section class="stack-small" data-key="${step.step_id}"><h2>${step.position + 1}. ${stepTitle(step.kind, step.position)}</h2>
    ${KINDS[step.kind]?.task ? html`<p>${counted(step.done, 'task')} done.</p>` : html`<div class="table-scroll" tabindex="0" role="region" aria-label="Results of step ${step.position + 1}"><table class="results"><thead><tr><th scope="col">Variant</th><th scope="col">Sent</th><th scope="col">Answered</th><th scope="col">Rate</th><th scope="col">Came back</th><th scope="col">No more mail</th></tr></thead>
      <tbody>${step.variants.map((one, index) => html`<tr data-key="${one.key}"><th scope="row">${letter(index)}${step.verdict?.winner === one.key ? html` ${badge({ text: 'winner', tone: 'good', icon: 'check' })}` : ''}</th><td>${count(one.sent)}</td><td>${count(one.replied)}</td><td>${one.sent ? share(one.replied / one.sent) : '–'}</td><td>${count(one.bounced)}</td><td>${count(one.unsubscribed)}</td></tr>`)}</tbody></table></div>${verdict(step)}`}</section>`)}</div>`
}

/** An honest word on which variant is better.
 * @param {StepResult} step */
function verdict({ verdict: known, variants }) {
  if (!known) return ''
  const name = letter(variants.findIndex(({ key }) => key === known.leader))
  if (known.winner !== null) return note('good', html`<b>${name} is answered more often.</b> The probability that it is the best is ${share(known.probability)}.`)
  if (known.leader === null) return note('note', html`<b>No winner yet.</b> Each variant has to go out at least ${count(known.least)} times before a difference means anything.`)
  return note('note', html`<b>No winner yet.</b> ${name} is ahead, but the probability that it is the best is only ${share(known.probability)}; from 95 % on it counts.`)
}

/** @param {Enrolled[]} enrolled @param {boolean} more */
export function leadsPart(enrolled, more) {
  if (!enrolled.length) return empty({ icon: 'leads', title: 'No lead is in this campaign yet', text: 'Add the approved ones above. For each you see here what comes next, and why it does not go now.' })
  return html`<ul class="list">${enrolled.map((one) => html`<li class="list-row" data-key="${one.id}"><span class="list-main"><a href="/leads/${one.lead_id}"><b class="cut">${one.lead_name}</b></a>
    <span class="quiet small">${one.state === 'active' || one.state === 'held' ? `step ${one.position + 1} comes next. ` : ''}${one.why.detail}${one.why.opens_at ? html` <time datetime="${new Date(one.why.opens_at).toISOString()}" title="${exact(one.why.opens_at)}">Until ${moment(one.why.opens_at)}.</time>` : ''}</span></span>${badge(labelOf(ENROLLMENT_STATES, one.state))}
    ${['active', 'held'].includes(one.state) ? html`<button class="button button-small" data-act="stop" data-id="${one.id}" aria-label="Stop for ${one.lead_name}">${icon('stop')}Stop</button>` : ''}${['stopped', 'failed'].includes(one.state) ? html`<button class="button button-small" data-act="resume" data-id="${one.id}" aria-label="Go on with ${one.lead_name}">${icon('play')}Go on</button>` : ''}</li>`)}</ul>${more ? moreButton() : ''}`
}
