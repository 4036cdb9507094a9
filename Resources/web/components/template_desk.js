// One template: its mails with a live preview, what the leads lack, its versions.
import { api, html } from '../view.js'
import { fileActs, named } from './attachments.js'
import { BODIES, MailDesk } from './mail_desk.js'
import { confirm } from './dialog.js'
import { focusError } from './field.js'
import { openHelp, openVersions } from './template_dialogs.js'
import { sendTest } from './test_mail.js'
import { done, say } from './toasts.js'
import { templateHead, templatePage } from './template_page.js'
import { nextMail } from '../models/template.js'

export class TemplateDesk extends MailDesk {
  /** @type {any} */
  saved = null
  name = ''
  /** @type {any} the version that the writing began with */
  version
  /** @type {any[]} */
  mails = [nextMail(0)]
  /** @type {Acts} */
  acts = {
    ...this.common, ...fileActs(() => this.mail.attachments ?? [], (files) => { this.write({ attachments: files }); this.update() }),
    type: (input) => this.type(input.name, input.value),
    pick: (button) => this.pick(Number(button.dataset.at)), add: () => { this.change([...this.mails, nextMail(this.mails.length)]); return this.pick(this.mails.length - 1) },
    drop: () => { this.change(this.mails.filter((_, index) => index !== this.at)); return this.pick(Math.max(0, this.at - 1)) },
    convert: (button) => this.convert(button.dataset.to ?? ''), dropHTML: () => { this.write({ html: null }); return this.show() },
    audience: async (select) => { this.audience = select.value; await this.measure(); this.update() },
    save: () => this.save(), test: () => sendTest({ ...this.request, lead_id: this.leadId || undefined }),
    help: async () => { const source = await openHelp(); if (source) this.insert(source) }, versions: () => this.versions(), remove: () => this.remove(),
  }

  get mail() { return this.mails[this.at] }
  get request() { const { subject, text, html: body } = this.mail; return { subject: this.at && !subject ? `Re: ${this.mails[0].subject || '…'}` : subject, text, html: body ?? undefined, attachments: this.mail.attachments } }

  async open() {
    this.keys('This template', [{ key: 'ctrl+s', text: 'Save', run: () => this.attempt(() => this.save()), always: true }, { key: 'ctrl+Enter', text: 'Check all leads', run: () => this.checking?.attempt(() => this.checking?.run()), always: true }])
    await super.open()
  }

  async fetch() {
    const from = this.context.query.get('from')
    if (!this.isNew) this.saved = await api.get(`/api/templates/${this.id}`)
    else if (from && !this.dirty) this.saved = { template: (await api.get('/api/starters')).data.find((/** @type {Starter} */ one) => one.id === from) }
    const saved = this.saved?.template
    if (saved && !this.dirty) [this.name, this.version, this.mails] = [saved.name, saved.version, saved.steps.map((/** @type {any} */ step) => ({ ...step }))]
    this.at = Math.min(this.at, this.mails.length - 1)
    if (!this.variables) {
      this.campaigns = (await api.get('/api/campaigns')).data
      await this.meet()
    }
    await this.show()
  }

  drawn() { this.checks(() => this.mails) }
  /** @param {(body: any) => any} change */
  edit(change) { this.change(this.mails.map(change)) }

  /** @param {any[]} mails */
  change(mails) { [this.mails, this.dirty] = [mails, true] }
  /** @param {Record<string, any>} words */
  write(words) { this.change(this.mails.map((mail, index) => index === this.at ? { ...mail, ...words } : mail)) }
  /** @param {number} at */
  pick(at) { [this.at, this.aim] = [at, 'text']; return this.show() }

  /** @param {string} name @param {string} value */
  type(name, value) {
    if (name === 'name') [this.name, this.dirty] = [value, true]
    else this.write({ [name]: name === 'wait' ? Math.max(0, Number(value) || 0) : value })
    this.wrong = null
    this.update()
    if (BODIES.includes(name)) this.later(() => this.show())
  }

  /** @param {string} to */
  async convert(to) {
    const { text, html: body } = this.mail
    if (to === 'html' ? body : text.trim()) {
      const sure = await confirm({ title: to === 'html' ? 'Make the HTML anew?' : 'Make the text anew?', text: `It is made from the ${to === 'html' ? 'text' : 'HTML'}; what stands there now is replaced.`, act: 'Make it anew' })
      if (!sure) return
    }
    this.write(await api.post('/api/template-convert', to === 'html' ? { text } : { html: body }))
    await this.show()
  }

  async save() {
    const body = { name: this.name, steps: this.mails.map(({ subject, text, html: markup, wait, attachments = [] }) => ({ subject, text, html: markup, wait, attachments: named(attachments) })) }
    const before = this.version
    try {
      const saved = this.isNew ? await api.post('/api/templates', body) : await api.patch(`/api/templates/${this.id}`, { ...body, version: before })
      ;[this.dirty, this.wrong] = [false, null]
      if (this.isNew) { say('Saved.'); return this.context.router.go(`/templates/${saved.template.id}`, { replace: true }) }
      done('Saved.', () => this.restore(before))
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
      const place = /^steps\.(\d+)/.exec(problem.errors[0].name)
      if (place && this.mails[Number(place[1])]) await this.pick(Number(place[1]))
      this.update()
      return focusError(this.root)
    }
    await this.reload()
  }

  /** @param {number} version */
  async restore(version) {
    await api.post(`/api/templates/${this.id}/restore`, { version })
    this.dirty = false
    await this.reload()
  }

  async versions() {
    const version = await openVersions(this.saved.template, this.saved.versions)
    if (version === null || (this.dirty && !await confirm({ title: 'Leave what you have not saved?', text: 'What you wrote since you saved is lost.', act: 'Bring the version back', danger: true }))) return
    await this.restore(version)
    say('Brought back, as a new version.')
  }

  async remove() {
    const { version } = this.saved.template
    await api.delete(`/api/templates/${this.id}`)
    this.dirty = false
    done('Removed.', async () => { await api.post(`/api/templates/${this.id}/restore`, { version }); this.context.router.go(`/templates/${this.id}`) })
    this.context.router.go('/templates')
  }

  template() { return html`${templateHead(this)}${this.framed(() => templatePage(this))}` }
}
