import { html } from '../html.js'

/** An icon of the sprite. It is decoration: the words beside it say the same.
 * @param {string} name @param {string} [look] a class */
export function icon(name, look = '') {
  return html`<svg class="icon ${look}" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><use href="/icons.svg#${name}"></use></svg>`
}
