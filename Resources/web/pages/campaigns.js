import { html, View } from '../view.js'
import { CampaignList } from '../components/campaign_list.js'

/** All campaigns, or one of them. */
export default class Campaigns extends View {
  title = 'Campaigns'
  place = 'campaigns'
  /** @type {View|null} */
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
    this.inner = null
    const { id } = this
    const inner = id ? new (await import('../components/campaign_desk.js')).CampaignDesk(place, this.context, id) : new CampaignList(place, this.context)
    if (id !== this.id || !place.isConnected) return
    this.inner = inner
    await inner.open()
  }

  async reload() { await this.inner?.reload() }
  template() { return html`<div id="campaigns" data-island></div>` }
}
