// A campaign flown before its first mail: every mail, hour and limit, with made-up recipients.
import { api, html, View } from '../view.js'
import { field } from '../components/field.js'
import { badge, empty, icon, note } from '../components/states.js'
import { calendarDay, count, counted, exact, moment, there } from '../models/format.js'
import { label, labelOf } from '../models/labels.js'

/** @type {Record<string, import('../models/labels.js').Label>} */
const FLIGHT_EVENTS = {
  sent: label('Sent', 'good', 'sent'),
  greylisted: label('Tried again later', 'waiting', 'clock'),
  refused: label('Refused', 'bad', 'warning'),
  bounced: label('Came back', 'bad', 'warning'),
  away: label('Away', 'plain', 'calendar'),
  answered: label('Answered', 'accent', 'check'),
  opted_out: label('Wants no more', 'plain', 'stop'),
}

export default class FlightPage extends View {
  title = 'Simulation'
  place = 'campaigns'
  /** @type {string} */
  name = ''
  /** @type {Flight|null} */
  flight = null
  typed = { days: '60', seed: '1' }
  flying = false
  /** @type {Problem|null} */
  wrong = null
  /** @type {Acts} */
  acts = {
    type: (input) => { this.typed = { ...this.typed, [input.name]: input.value } },
    fly: () => this.fly(),
  }

  get id() { return this.context.params.id ?? '' }

  async fetch() {
    const answer = await api.get(`/api/campaigns/${this.id}`)
    this.name = (answer.campaign ?? answer).name
  }

  /** Runs the simulation; it takes some seconds. */
  async fly() {
    this.flying = true
    this.wrong = null
    this.update()
    try {
      this.flight = (await api.post(`/api/campaigns/${this.id}/simulate`, { days: Number(this.typed.days), seed: Number(this.typed.seed) })).flight
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
    } finally {
      this.flying = false
      this.update()
    }
  }

  template() {
    return html`<div class="page-head"><h1>Simulation${this.name ? `: ${this.name}` : ''}</h1><a class="button" href="/campaigns/${this.id}">Back to the campaign</a></div>
      ${this.framed(() => html`<div class="stack-large"><p class="page-lead">The campaign runs on a copy of your data, with made-up recipients, others for each run number: some mails come back, some people are away, some answer. Nothing leaves this computer, and nothing here is changed.</p>
        <form class="row row-end row-bottom" data-submit="fly" novalidate>${field({ name: 'days', label: 'Days', value: this.typed.days, input: 'type', error: this.wrong?.field('days') })}${field({ name: 'seed', label: 'Run number', value: this.typed.seed, input: 'type', error: this.wrong?.field('seed') })}
          <button class="button button-main" ${this.flying ? html`aria-busy="true" disabled` : ''}>${icon('play')}${this.flying ? 'Simulating …' : 'Simulate'}</button></form>
        <div class="stack-large" role="status" aria-live="polite">${this.flight ? result(this.flight) : this.flying ? html`<p class="quiet">This takes some seconds.</p>` : empty({ icon: 'clock', title: 'Not simulated yet', text: 'See when each mail would leave, and what would hold it back, before the first real one.' })}</div></div>`)}`
  }
}

/** @param {Flight} flight */
function result(flight) {
  if (!flight.entries.length) return note('attention', html`<b>No mail would leave.</b> ${flight.left_out[0]?.reason ?? 'No approved lead is free for this campaign, or its limits let nothing through.'}`)
  const { counts } = flight
  const figures = [['Sent', counts.sent], ['Answered', counts.answered], ['Away', counts.away], ['Came back', (counts.bounced ?? 0) + (counts.refused ?? 0)], ['Want no more', counts.opted_out], ['Still waiting', flight.waiting]]
  return html`<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${count(Number(value ?? 0))}</dd></div>`)}</dl>
    <section class="stack"><h2>Day by day</h2><ul class="list">${flight.days.filter((day) => day.sent || day.limit).map((day) => html`<li class="list-row" data-key="${day.date}"><span class="list-main"><b>${calendarDay(day.date)}</b><span class="quiet small">${day.limit ? day.limit.detail : 'No limit was met.'}</span></span><span>${counted(day.sent, 'mail')}</span></li>`)}</ul></section>
    <section class="stack"><h2>Every mail and answer</h2><ul class="list">${flight.entries.map((entry, index) => html`<li class="list-row" data-key="${index}"><span class="list-main"><b>${entry.business_name || 'Unknown'}</b><span class="quiet small">${entry.subject}</span></span>${badge(labelOf(FLIGHT_EVENTS, entry.kind))}<time class="quiet small when" title="${exact(entry.at)}">${moment(entry.at)}${there(entry.at, entry.zone) ? html`<br>${there(entry.at, entry.zone)}` : ''}</time></li>`)}</ul></section>
    ${flight.left_out.length ? html`<section class="stack"><h2>Left out</h2><ul class="list">${flight.left_out.map((left) => html`<li class="list-row" data-key="${left.lead_id}"><span class="list-main"><b>${left.business_name}</b><span class="quiet small">${left.reason}</span></span></li>`)}</ul></section>` : ''}`
}
