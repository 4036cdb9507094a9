// Drafts of all leads: openings to accept, mails to read, and what could not be written.
import { api, html, View } from '../view.js'
import { draftMany } from './draft_many.js'
import { progressBar } from './progress.js'
import { sentence } from './proposal_card.js'
import { empty, icon } from './states.js'
import { done, say } from './toasts.js'
import { counted } from '../models/format.js'

export class DraftReview extends View {
  /** @type {Draft[]} */
  list = []
  /** @type {Job|null} */
  job = null
  /** @type {Acts} */
  acts = {
    many: () => draftMany({ all_approved: true }), cancel: async () => { await api.post(`/api/jobs/${this.job?.id}/cancel`); say('Stopped. What is written stays.') },
    retry: ({ dataset: { id, kind } }) => { const one = this.list.find((each) => each.id === id); return draftMany(one ? { lead_ids: [one.lead_id], campaign_id: one.campaign_id } : { failed: true }, kind) },
    accept: ({ dataset: { id } }) => this.decide(id ?? '', true), drop: async ({ dataset: { id } }) => { await api.delete(`/api/proposals/${id}`); say('Left out.'); await this.reload() },
  }

  news = ['proposal', 'job']

  async fetch() { ({ data: this.list, job: this.job } = await api.get('/api/drafts')) }

  /** @param {string} id @param {boolean} accepted */
  async decide(id, accepted) {
    await api.post(`/api/proposals/${id}/accept`, { accepted })
    if (accepted) done('Accepted. Its mail waits for your approval.', () => this.decide(id, false))
    await this.reload()
  }

  template() {
    return this.framed(() => html`<div class="stack-large">${this.job ? progressBar('Drafts are being written', this.job.progress, this.job.started_at, html`<button class="button button-small" data-act="cancel">Stop</button>`) : this.list.length ? html`<div class="row row-end"><button class="button" data-act="many">Write more drafts</button></div>` : ''}
      ${this.list.length ? ['opening', 'mail', 'failed'].map((state) => this.part(state)) : this.job ? '' : empty({ icon: 'edit', title: 'No draft waits for you', text: 'Gemini can write some. You see first what is sent and what it costs.', actions: html`<button class="button button-main" data-act="many">Write drafts</button>` })}</div>`)
  }

  /** @param {string} state */
  part(state) {
    const list = this.list.filter((one) => one.state === state)
    if (!list.length) return ''
    if (state === 'opening') return html`<section class="stack"><h2>${counted(list.length, 'opening')} to accept</h2>${list.map((one) => html`<article class="card stack-small" data-key="${one.id}"><h3>${name(one)}</h3><ol class="claims">${one.sentences.map((each) => sentence(each, one.evidence))}</ol>
      <div class="row">${one.text ? html`<button class="button button-main" data-act="accept" data-id="${one.id}">${icon('check')}Accept</button>` : ''}<button class="button" data-act="drop" data-id="${one.id}">Leave it out</button></div></article>`)}</section>`
    const failed = state === 'failed'
    return html`<section class="stack-small"><div class="row row-between"><h2>${failed ? `${counted(list.length, 'draft')} not written` : `${counted(list.length, 'mail')} to read`}</h2>${failed ? html`<button class="button button-small" data-act="retry" data-kind="${list[0].kind}">${icon('again')}Try all again</button>` : ''}</div><ul class="list">${list.map((one) => html`<li class="list-row" data-key="${one.id}"><span class="list-main"><b>${name(one)}</b><span class="quiet small">${failed ? one.problem : one.text}</span></span>
      ${failed ? html`<button class="button button-small" data-act="retry" data-id="${one.id}" data-kind="${one.kind}" aria-label="Try again: ${one.lead_name}">Try again</button>` : html`<a class="button button-small" href="/review?kind=mails&id=${one.message_id}" aria-label="Read it: ${one.lead_name}">Read it</a>`}</li>`)}</ul></section>`
  }
}

/** @param {Draft} draft */
function name({ lead_id: id, lead_name, campaign_name, step }) { return html`<a href="/leads/${id}">${lead_name}</a> <span class="quiet small">${campaign_name}, step ${step + 1}</span>` }
