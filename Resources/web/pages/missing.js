import { html, View } from '../view.js'
import { empty } from '../components/states.js'

/** An address that no page has. */
export default class Missing extends View {
  title = 'Not found'
  template() {
    return html`<h1 class="hidden">Not found</h1>${empty({
      icon: 'question', title: 'There is no page here', text: 'The address may be old or mistyped. Nothing is broken.',
      actions: html`<a class="button button-main" href="/">Go to Today</a>`,
    })}`
  }
}
