// What every editor of mails does: a lead to look at, a preview that follows the letters, words put in at the cursor.
import { api } from '../api.js'
import { View } from '../view.js'
import { AudienceCheck } from './audience_check.js'
import { goToLine, insertText } from './write_field.js'
import { placeholder } from '../models/sequence.js'
import { renamed, withFallback } from '../models/template.js'

/** Milliseconds after the last letter before the preview follows. */
const PATIENCE = 250
/** The parts of a mail that are templates. */
export const BODIES = ['subject', 'text', 'html']

/** Subclasses give `request`, the templates to render, and `type`, which takes what was written. */
export class MailDesk extends View {
  /** @type {Preview|null} */
  preview = null
  /** @type {Lead[]} */
  leads = []
  leadId = ''
  query = ''
  audience = 'approved'
  /** @type {Campaign[]} */
  campaigns = []
  /** @type {Variables|null} */
  variables = null
  /** @type {any} */
  timer
  round = 0
  /** The field that words are put into. */
  aim = 'text'
  /** Which mail is written. */
  at = 0
  dirty = false
  /** @type {Problem|null} */
  wrong = null
  /** @type {AudienceCheck|null} */
  checking = null
  /** @type {Acts} */
  common = {
    lead: (select) => { this.leadId = select.value; return this.show() }, turnLead: (button) => this.turnLead(Number(button.dataset.by)),
    find: (input) => { this.query = input.value; this.later(() => this.search()) },
    variable: (button) => this.insert(placeholder(button.dataset.name ?? '')), meant: async (button) => { await this.rename(button.dataset.name ?? '', button.dataset.to ?? ''); this.find(`[name=${this.aim}]`)?.focus() }, jump: (button) => goToLine(this.find(`[name=${button.dataset.field}]`), Number(button.dataset.line)),
  }

  /** @param {Element} root @param {Context} context @param {string} id of what is written, or `new` */
  constructor(root, context, id) {
    super(root, context)
    this.id = id
  }

  get isNew() { return this.id === 'new' }

  /** @returns {any} */
  get request() { return {} }
  /** @param {string} _name @param {string} _value */
  type(_name, _value) {}

  async open() {
    this.root.addEventListener('focusin', ({ target }) => { if (target instanceof HTMLElement && BODIES.includes(target.getAttribute('name') ?? '')) this.aim = target.getAttribute('name') ?? 'text' }, { signal: this.signal })
    this.holds(() => this.dirty)
    this.ends(() => this.checking?.close())
    await super.open()
  }

  /** Changes every mail.
   * @param {(body: any) => any} _change */
  edit(_change) {}

  /** Changes the sources of every mail.
   * @param {(source: string) => string} put */
  everywhere(put) {
    this.edit((body) => ({ ...body, subject: put(body.subject ?? ''), text: put(body.text ?? ''), html: body.html && put(body.html) }))
    this.update()
    return this.attempt(() => this.show())
  }

  /** @param {string} name @param {string} to */
  rename(name, to) { return this.everywhere((source) => renamed(source, name, to)) }

  /** Shows what leads lack below, while there is a place for it.
   * @param {() => any[]} mails */
  checks(mails) {
    const place = this.find('#audience-check')
    if (this.checking && this.checking.root !== place) { this.checking.close(); this.checking = null }
    if (this.checking || !place) return
    this.checking = new AudienceCheck(place, this.context, {
      mails, audience: () => this.audience, known: () => this.variables?.data.map(({ name }) => name) ?? [],
      apply: (name, words) => this.everywhere((source) => withFallback(source, name, words)), rename: (name, to) => this.rename(name, to),
    })
    this.checking.open()
  }

  /** The leads to look at, and what is known of them. */
  async meet() {
    await Promise.all([this.search(false), this.measure()])
    this.leadId ||= this.leads[0]?.id ?? ''
  }

  async measure() { this.variables = await api.get('/api/template-variables', { audience: this.audience }) }

  async search(draw = true) {
    this.leads = (await api.get('/api/leads', { q: this.query || undefined, has_email: true, limit: 30 })).data
    if (!draw) return
    if (this.leads.length && !this.leads.some(({ id }) => id === this.leadId)) this.leadId = this.leads[0].id
    await this.show()
  }

  /** @param {() => Promise<void>} work */
  later(work) { clearTimeout(this.timer); this.timer = setTimeout(() => this.attempt(work), PATIENCE) }

  /** @param {string} text */
  insert(text) {
    const input = this.find(`textarea[name=${this.aim}]`) ?? this.find('[name=text]')
    if (input) insertText(input, text)
    if (input) this.type(input.name, input.value)
  }

  async show() {
    const round = ++this.round
    const preview = await api.post('/api/preview', { ...this.request, lead_id: this.leadId || undefined })
    if (round !== this.round) return
    this.preview = preview
    if (this.status === 'ready') this.update()
  }

  /** @param {number} by */
  turnLead(by) {
    const at = this.leads.findIndex(({ id }) => id === this.leadId)
    if (!this.leads.length) return
    this.leadId = this.leads[(at + by + this.leads.length) % this.leads.length].id
    return this.show()
  }
}
