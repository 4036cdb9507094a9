import { html, View } from '../view.js'
import { TemplateList } from '../components/template_list.js'
import { TemplateDesk } from '../components/template_desk.js'

/** All templates, or one of them. */
export default class Templates extends View {
  title = 'Templates'
  place = 'templates'
  /** @type {TemplateList|TemplateDesk|null} */
  inner = null
  shown = ''

  get address() { return `${this.context.params.id ?? ''}?${this.context.query}` }

  async open() {
    this.ends(() => this.inner?.close())
    this.update()
    await this.arrive(true)
  }

  /** @param {boolean} [first] */
  async arrive(first = false) {
    if (!first && this.shown === this.address) return this.inner?.update()
    this.shown = this.address
    this.inner?.close()
    const place = document.createElement('div')
    this.find('#templates').replaceChildren(place)
    const { id } = this.context.params
    this.inner = id ? new TemplateDesk(place, this.context, id) : new TemplateList(place, this.context)
    await this.inner.open()
  }

  async reload() { await this.inner?.reload() }
  template() { return html`<div id="templates" data-island></div>` }
}
