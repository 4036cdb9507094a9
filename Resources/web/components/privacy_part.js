// What is held about a person, erasing it, and how long leads are kept.
import { api, html, View } from '../view.js'
import { confirm } from './dialog.js'
import { field, valuesOf } from './field.js'
import { note } from './states.js'
import { say } from './toasts.js'
import { count, counted, listed } from '../models/format.js'

/** @type {Record<string, {title: string, text: string}>} */
const GROUPS = {
  unused: { title: 'Never written to', text: 'Found or imported, but no mail went out.' }, rejected: { title: 'Rejected', text: 'You turned them down in the review.' },
  silent: { title: 'Written to, no answer', text: 'The last mail is that long ago.' }, answered: { title: 'Answered', text: 'Whatever came of it.' },
}

export class PrivacyPart extends View {
  /** @type {{email?: string, lead_id?: string}} */
  whom = {}
  /** @type {Person|null} */
  person = null
  /** @type {RetentionRule[]} */
  rules = []
  /** What the rules that are typed would erase; null before anybody asked.
   * @type {RetentionRule[]|null} */
  preview = null
  /** @type {Problem|null} */
  wrong = null
  /** @type {Acts} */
  acts = {
    find: (form) => this.find_({ email: String(valuesOf(form).email ?? '') }),
    erase: () => this.erase(),
    preview: (form) => this.look(form),
    typed: () => { if (this.preview) { this.preview = null; this.update() } },
    keep: () => this.keep(),
  }

  async fetch() {
    this.rules = (await api.get('/api/retention')).data
    const lead = new URLSearchParams(location.search).get('lead')
    if (lead) await this.find_({ lead_id: lead })
  }

  /** @param {{email?: string, lead_id?: string}} whom */
  async find_(whom) {
    this.whom = whom
    this.wrong = this.person = null
    try { this.person = await api.post('/api/privacy/find', whom) } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
    }
    this.update()
  }

  async erase() {
    if (!await confirm({ title: 'Erase this person?', danger: true, act: 'Erase for good', text: html`<p>All that is held about <b>${this.whom.email ?? listed(this.person?.names ?? [])}</b> goes: lead, mails, answers, notes. Uploaded files that are not imported yet go, too. It can’t be undone, and a restored backup does not bring it back.</p><p>A keyed mark stays, from which nobody can read the address. So no import can ever write to it again.</p>` })) return
    const { erased } = await api.post('/api/privacy/erase', { ...this.whom, confirmed: true })
    say(erased ? `Erased: ${counted(erased, 'lead')}. No mail goes there any more.` : 'Nothing was held. No mail goes there from now on.')
    if (this.whom.email) return this.find_(this.whom)
    this.context.router.go('/leads')
  }

  /** @param {HTMLFormElement} form */
  async look(form) {
    this.wrong = null
    const values = Object.fromEntries(Object.entries(valuesOf(form)).map(([name, value]) => [name, value === null ? null : Number(value)]))
    try { this.preview = (await api.post('/api/retention/preview', values)).data } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
    }
    this.update()
  }

  async keep() {
    const rules = this.preview ?? []
    const many = rules.reduce((sum, one) => sum + one.would_erase, 0)
    if (many && !await confirm({ title: `Erase ${counted(many, 'lead')} now, and others as they grow old?`, text: 'They go for good within a day, and after that each day those whose time is over.', act: 'Put into force', danger: true })) return
    this.rules = (await api.post('/api/retention', Object.fromEntries(rules.map(({ group, days }) => [group, days])))).data
    this.preview = null
    say('The rules are in force.')
    this.update()
  }

  template() {
    return this.framed(() => html`<div class="stack-large"><section class="stack"><h3>A person asks</h3><p class="quiet">Somebody may ask what you hold about them, or to be erased. You have a month to answer.</p>
      <form class="row row-bottom" data-submit="find" novalidate><div class="grow">${field({ name: 'email', label: 'Their e-mail address', type: 'email', value: this.whom.email ?? '', error: this.wrong?.field('email') })}</div><button class="button">Look</button></form>${this.person ? this.found(this.person) : ''}</section>
      <section class="stack"><h3>How long leads are kept</h3><p class="quiet">Days since the last change; empty keeps them. Who had mail is never written to again. Nothing is erased before you have seen what it would be.</p><form class="stack" data-submit="preview" data-input="typed" novalidate><div class="fields">${this.rules.map((one) => this.rule(one))}</div><div class="row"><button class="button">Show what that would erase</button></div></form>${this.preview ? this.shown(this.preview) : ''}</section></div>`)
  }

  /** @param {Person} person */
  found({ lead_id: id, leads, names, messages, replies, suppressed }) {
    const text = leads ? html`<b>${listed(names)}</b>: ${counted(messages, 'mail')}, ${counted(replies, 'answer')}.` : 'Nothing is held about this address.'
    return note(leads ? 'note' : 'good', html`${text}${suppressed ? ' No mail goes there any more.' : ''}`, html`<span class="row">${leads ? html`<a class="button button-small" href="/api/leads/${id}/holdings" download>Download it all</a>` : ''}${suppressed === 'erased' && !leads ? '' : html`<button class="button button-small button-danger" data-act="erase">Erase</button>`}</span>`)
  }

  /** @param {RetentionRule} rule */
  rule({ group, days }) {
    const { title, text } = GROUPS[group]
    return field({ name: group, label: title, type: 'number', value: days ?? '', minimum: 30, maximum: 3650, unit: 'days', help: text, error: this.wrong?.field(group) })
  }

  /** @param {RetentionRule[]} rules */
  shown(rules) {
    const lines = rules.filter(({ would_erase: many }) => many)
    return note(lines.length ? 'attention' : 'good', lines.length ? html`These rules would erase now: ${lines.map(({ group, would_erase: many, examples }, index) => html`${index ? '; ' : ''}<b>${count(many)}</b> of “${GROUPS[group].title}” (${listed(examples)}${many > examples.length ? ' …' : ''})`)}.` : 'These rules would erase nothing now.', html`<button class="button button-small" data-act="keep">Put into force</button>`)
  }
}
