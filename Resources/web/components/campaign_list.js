import { api, html, View } from '../view.js'
import { badge, empty, icon } from './states.js'
import { CAMPAIGN_STATES, labelOf } from '../models/labels.js'
import { ask, confirm } from './dialog.js'
import { say } from './toasts.js'
import { count, counted } from '../models/format.js'

/** Every campaign with its numbers. */
export class CampaignList extends View {
  /** @type {Campaign[]} */
  campaigns = []

  news = ['campaign', 'message']

  async fetch() { this.campaigns = (await api.get('/api/campaigns')).data }

  template() {
    return html`<div class="page-head"><h1>Campaigns</h1><a class="button button-main" href="/campaigns/new">${icon('plus')}New campaign</a></div>${this.framed(() => this.content())}`
  }

  content() {
    if (!this.campaigns.length) {
      return empty({ icon: 'campaigns', title: 'No campaign yet', text: 'A campaign is a mail, what follows when nobody answers, and the leads that get it. Every single mail is written for its lead, and you read each one before it goes.', actions: html`<a class="button button-main" href="/campaigns/new">${icon('plus')}Write the first one</a>` })
    }
    return html`<ul class="list">${this.campaigns.map((one) => html`<li data-key="${one.id}"><a class="list-row" href="/campaigns/${one.id}"><span class="list-main"><b class="cut">${one.name}</b>
      <span class="quiet small">${counted(one.counts.enrolled, 'lead')} · ${count(one.counts.sent)} sent · ${count(one.counts.replied)} answered</span></span>${badge(labelOf(CAMPAIGN_STATES, one.state))}</a></li>`)}</ul>`
  }
}

/** Puts every approved lead into a campaign, once the person agreed. Returns whether it was done.
 * @param {string} id */
export async function addApproved(id) {
  const { counts } = await api.get('/api/leads', { review_status: 'approved', limit: 1 })
  const many = counts?.by_review?.approved ?? 0
  if (!many) {
    const waiting = counts?.by_review?.pending ?? 0
    await ask(html`<h2>No lead is approved yet</h2><p class="dialog-text">${waiting ? `${counted(waiting, 'lead')} ${waiting === 1 ? 'waits' : 'wait'} for your look. ` : ''}Only leads that you approved get mail.</p><div class="dialog-buttons"><button class="button" value="">Close</button><a class="button button-main" href="${waiting ? '/review' : '/leads'}">${waiting ? 'Review leads' : 'Go to Leads'}</a></div>`, { opened: (dialog) => dialog.querySelector('a')?.addEventListener('click', () => dialog.close('')) })
    return false
  }
  const text = 'They become part of this campaign. A mail is written for each; you read every one before it goes. Leads that are in another campaign, that can’t be reached by it or must not be written to are left out.'
  if (!await confirm({ title: `Add ${counted(many, 'approved lead')}?`, text, act: 'Add them' })) return false
  const fate = await (await import('./launch_check.js')).launchFate(id, 'approved', 'Add the leads')
  if (!fate) return false
  const { enrolled, skipped, skipped_count: skips } = await api.post(`/api/campaigns/${id}/enroll`, { leads: 'all-approved', instead: fate.instead })
  say(`${counted(enrolled, 'lead')} added.${skipped.length ? ` ${count(skips ?? skipped.length)} left out: ${skipped[0].detail}` : ''}`)
  return true
}
