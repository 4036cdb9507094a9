import { html } from '../html.js'
import { api } from '../api.js'
import { View } from '../view.js'
import { icon } from './icon.js'
import { badge, empty } from './states.js'
import { CAMPAIGN_STATES, labelOf } from '../models/labels.js'
import { count } from '../models/format.js'

/** Every campaign with its numbers. */
export class CampaignList extends View {
  /** @type {Campaign[]} */
  campaigns = []

  async open() {
    this.live(['campaign', 'message'])
    await super.open()
  }

  async fetch() { this.campaigns = (await api.get('/api/campaigns')).data }

  template() {
    return html`<div class="page-head"><h1>Campaigns</h1><a class="button button-main" href="/campaigns/new">${icon('plus')}New campaign</a></div>${this.framed(() => this.content())}`
  }

  content() {
    if (!this.campaigns.length) {
      return empty({ icon: 'campaigns', title: 'No campaign yet', text: 'A campaign is a mail and the leads that get it. Every single mail is written for its lead, and you read each one before it goes.', actions: html`<a class="button button-main" href="/campaigns/new">${icon('plus')}Write the first one</a>` })
    }
    return html`<ul class="list">${this.campaigns.map((one) => html`<li data-key="${one.id}"><a class="list-row" href="/campaigns/${one.id}"><span class="list-main"><b class="cut">${one.name}</b>
      <span class="quiet small">${count(one.counts.enrolled)} leads · ${count(one.counts.sent)} sent · ${count(one.counts.replied)} answered</span></span>${badge(labelOf(CAMPAIGN_STATES, one.state))}</a></li>`)}</ul>`
  }
}
