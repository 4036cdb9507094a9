import { html, View } from '../view.js'
import { CampaignList } from '../components/campaign_list.js'
import { CampaignDesk } from '../components/campaign_desk.js'

/** All campaigns, or one of them. */
export default class Campaigns extends View {
  title = 'Campaigns'
  place = 'campaigns'
  /** @type {CampaignList|CampaignDesk|null} */
  inner = null
  shown = ''

  get id() { return this.context.params.id ?? '' }

  async open() {
    this.ends(() => this.inner?.close())
    this.update()
    await this.arrive(true)
  }

  /** @param {boolean} [first] */
  async arrive(first = false) {
    if (!first && this.shown === this.id) return this.inner?.update()
    this.shown = this.id
    this.inner?.close()
    const place = document.createElement('div')
    this.find('#campaigns').replaceChildren(place)
    this.inner = this.id ? new CampaignDesk(place, this.context, this.id) : new CampaignList(place, this.context)
    await this.inner.open()
  }

  async reload() { await this.inner?.reload() }
  template() { return html`<div id="campaigns" data-island></div>` }
}
