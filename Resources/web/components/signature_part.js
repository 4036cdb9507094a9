// How mails end: signature, address and the way to say no.
import { api, html, View } from '../view.js'

/** Milliseconds after the last letter. */
const PATIENCE = 250
const NAMES = { SENDER_SIGNATURE: 'text', SENDER_SIGNATURE_HTML: 'html' }

/** Follows the two fields, wherever they stand on the page. */
export class SignaturePart extends View {
  /** @type {{footer: string, html_path: string}|null} */
  shown = null
  /** Typed, not kept yet.
   * @type {{text?: string, html?: string}} */
  typed = {}
  /** @type {any} */
  timer

  /** @param {Element} root @param {Context} context @param {string} [mailbox] whose signature; '' for the one of the settings */
  constructor(root, context, mailbox = '') {
    super(root, context)
    this.mailbox = mailbox
  }

  async open() {
    const note = (/** @type {any} */ field) => {
      const part = /** @type {any} */ (NAMES)[field.name]
      if (part) this.typed = { ...this.typed, [part]: field.value }
      return part
    }
    for (const field of document.querySelectorAll('textarea')) if (field.value !== field.defaultValue) note(field)
    document.addEventListener('input', ({ target }) => {
      if (!note(target)) return
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.attempt(() => this.reload()), PATIENCE)
    }, { signal: this.signal, capture: true })
    this.ends(() => clearTimeout(this.timer))
    if (!this.mailbox) this.live(['setting'])
    await super.open()
  }

  async fetch() { this.shown = await api.post('/api/signature-preview', { ...this.typed, mailbox_id: this.mailbox || undefined }) }

  template() {
    return this.framed(() => html`<section class="stack-small signature" aria-label="How your mails end"><h3>How your mails end</h3><p class="quiet small">As recipients see it, with your postal address and the way to say no.</p>
      <div class="preview-mails"><article class="mail" aria-label="As text"><header class="mail-head"><b>As text</b></header><div class="mail-text signature-text">${this.shown?.footer.trim()}</div></article>
      <article class="mail" aria-label="As HTML"><header class="mail-head"><b>As HTML</b></header><iframe class="mail-frame signature-frame" sandbox src="${this.shown?.html_path}" title="The signature as HTML" referrerpolicy="no-referrer"></iframe></article></div></section>`)
  }
}
