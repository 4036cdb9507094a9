import { api, html, View } from '../view.js'
import { progressBar } from './progress.js'
import { badge, empty } from './states.js'
import { say } from './toasts.js'
import { ago, count, counted, exact, span } from '../models/format.js'
import { JOB_STATES, labelOf } from '../models/labels.js'

/** @type {[string, string][]} */
const STATES = [['', 'All'], ['running', 'Running'], ['pending', 'Waiting'], ['failed', 'Failed'], ['completed', 'Done'], ['cancelled', 'Cancelled']]

/** Work in the background, and what comes again and again. */
export class Jobs extends View {
  /** @type {Job[]} */
  jobs = []
  /** @type {{id: string, title: string, every_seconds: number, last_at: number|null, next_at: number|null, last_error: string|null}[]} */
  recurring = []
  state = ''
  /** What jobs came to that work through many things, where it was asked for.
   * @type {Map<string, JobResult|null>} */
  results = new Map()
  /** @type {Acts} */
  acts = {
    state: (button) => { this.state = button.dataset.state ?? ''; return this.reload() },
    turn: async (button) => { await api.post(`/api/jobs/${button.dataset.id}/${button.dataset.to}`); say(button.dataset.to === 'cancel' ? 'Cancelled.' : 'It is tried again.'); await this.reload() },
    runNow: async (button) => { await api.post(`/api/recurring/${button.dataset.id}/run`); say('Started.'); await this.reload() },
  }

  news = ['job']

  async fetch() {
    const [{ data: jobs }, { data: recurring }] = await Promise.all([api.get('/api/jobs', { state: this.state }), api.get('/api/recurring')])
    this.jobs = jobs
    this.recurring = recurring
    // What a job came to is in its detail; asked once, when it is over.
    const over = jobs.filter((/** @type {Job} */ job) => job.kind === 'compose-mails' && job.state === 'completed' && !this.results.has(job.id)).slice(0, 20)
    await Promise.all(over.map(async (/** @type {Job} */ job) => this.results.set(job.id, (await api.get(`/api/jobs/${job.id}/status`)).result)))
  }

  template() { return this.framed(() => html`<div class="stack-large">${this.again()}${this.list()}</div>`) }

  again() {
    return html`<section class="stack-small"><h2>Again and again</h2><ul class="list">${this.recurring.map((one) => html`<li class="list-row" data-key="${one.id}"><span class="list-main"><b>${one.title}</b><span class="quiet small">every ${span(one.every_seconds)}${one.last_at ? ` · last ${ago(one.last_at)}` : ' · not run yet'}${one.next_at ? ` · next ${ago(one.next_at)}` : ''}</span>${one.last_error ? html`<span class="tone-bad small">${one.last_error}</span>` : ''}</span>
      <button class="button button-small" data-act="runNow" data-id="${one.id}" aria-label="${one.title}: run now">Run now</button></li>`)}</ul></section>`
  }

  list() {
    return html`<section class="stack-small"><h2>Jobs</h2><div class="row" role="group" aria-label="State">${STATES.map(([value, text]) => html`<button class="chip" data-act="state" data-state="${value}" aria-pressed="${String(this.state === value)}">${text}</button>`)}</div>
      ${this.jobs.length ? html`<ul class="list">${this.jobs.map((job) => this.job(job))}</ul>` : empty({ icon: 'list', title: 'No jobs here', text: this.state ? 'No job is in this state.' : 'Imports, sends and look-ups run as jobs. The latest are listed here.', actions: this.state ? html`<button class="button" data-act="state" data-state="">Show all jobs</button>` : html`<a class="button" href="/">Go to Today</a>` })}</section>`
  }

  /** @param {Job} job */
  job(job) {
    /** @param {string} to @param {string} text */
    const button = (to, text) => html`<button class="button button-small" data-act="turn" data-to="${to}" data-id="${job.id}" aria-label="${text}: ${job.title}">${text}</button>`
    const at = job.finished_at ?? job.started_at ?? job.created_at
    return html`<li class="list-row" data-key="${job.id}"><span class="list-main">${job.state === 'running' ? progressBar(job.title, job.progress, job.started_at) : html`<b>${job.title}</b>`}${job.error ? html`<span class="tone-bad small">${job.error}</span>` : ''}${left(this.results.get(job.id))}
      <span class="quiet small" title="${exact(at)}">${ago(at)}${job.attempts > 1 ? ` · tried ${job.attempts} times` : ''}</span></span>${badge(labelOf(JOB_STATES, job.state))}
      ${['pending', 'running'].includes(job.state) ? button('cancel', 'Cancel') : ['failed', 'cancelled'].includes(job.state) ? button('retry', 'Try again') : ''}</li>`
  }
}

/** How many were passed over, with the first reasons.
 * @param {JobResult|null|undefined} result */
function left(result) {
  if (!result) return ''
  return html`<span class="quiet small">${counted(result.done, 'lead')} written to${result.skipped_count ? `, ${count(result.skipped_count)} left out` : ''}</span>${result.skipped_count ? html`<details><summary class="link">Why</summary><ul class="small">${result.skipped.map(({ id, detail }) => html`<li><a href="/leads/${id}">${detail}</a></li>`)}</ul>${result.skipped_count > result.skipped.length ? html`<p class="quiet small">The first ${count(result.skipped.length)} of ${count(result.skipped_count)}.</p>` : ''}</details>` : ''}`
}
