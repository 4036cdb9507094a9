import { api, html, View } from '../view.js'
import { settingField, valueOf } from '../components/setting_field.js'
import { focusError } from '../components/field.js'
import { empty, icon, note } from '../components/states.js'
import { done, say } from '../components/toasts.js'
import { setTheme, theme } from '../models/theme.js'
import { choice } from '../components/field.js'

/** Groups that are drawn by hand, beside those of the catalogue. */
const EXTRA = [{ id: 'mailboxes', title: 'Mailboxes' }, { id: 'scores', title: 'Scores' }, { id: 'drafting', title: 'Drafting' }, { id: 'protection', title: 'Protection' }, { id: 'privacy', title: 'Privacy' }, { id: 'suppressions', title: 'Never write to' }, { id: 'appearance', title: 'Appearance' }]
/** @typedef {Record<string, () => Promise<new (root: Element, context: Context) => View>>} Parts loaded once they are looked at */
/** @type {Parts[string]} */
const mailbox = async () => (await import('../components/mailbox_part.js')).MailboxPart
/** Groups that show something above their settings.
 * @type {Parts} */
const ABOVE = { smtp: mailbox, imap: mailbox }
/** Groups that show something below their settings.
 * @type {Parts} */
const BELOW = { identity: async () => (await import('../components/signature_part.js')).SignaturePart }
/** Groups that are a part of their own, and no settings.
 * @type {Parts} */
const PARTS = {
  mailboxes: async () => (await import('../components/mailboxes_part.js')).MailboxesPart, scores: async () => (await import('../components/score_part.js')).ScorePart,
  suppressions: async () => (await import('../components/suppressions.js')).Suppressions, protection: async () => (await import('../components/protection_part.js')).ProtectionPart,
  drafting: async () => (await import('../components/drafting_part.js')).DraftingPart, privacy: async () => (await import('../components/privacy_part.js')).PrivacyPart,
}

const INNER = html`<div id="settings-inner" data-island></div>`

/** Every setting, in groups. */
export default class Settings extends View {
  title = 'Settings'
  place = 'settings'
  /** @type {SettingsAnswer|null} */
  settings = null
  /** @type {{key: string, detail: string}[]} */
  problems = []
  /** @type {Record<string, any>} */
  changed = {}
  /** Secrets that are being replaced.
   * @type {Set<string>} */
  replacing = new Set()
  /** @type {Problem|null} */
  wrong = null
  /** @type {View|null} */
  inner = null
  shown = ''
  /** @type {Acts} */
  acts = {
    change: (input) => this.change(input),
    save: () => this.save(),
    discard: () => { this.changed = {}; this.replacing.clear(); this.wrong = null; this.update(); this.find('form')?.reset() },
    replace: (button) => { this.replacing.add(button.dataset.key ?? ''); this.update(); this.find(`#setting-${button.dataset.key}`)?.focus() },
    back: (button) => this.toDefault(button.dataset.key ?? ''),
    forget: (button) => this.toDefault(button.dataset.key ?? ''),
    theme: (input) => setTheme(/** @type {any} */ (input.value)),
  }

  get group() { return this.context.params.group || this.settings?.groups[0]?.id || '' }

  async open() {
    this.live(['setting'], () => { if (!Object.keys(this.changed).length) this.reload() })
    this.ends(() => this.inner?.close())
    this.holds(() => Object.keys(this.changed).length > 0)
    await super.open()
    await this.showInner()
  }

  arrive() {
    this.changed = {}
    this.replacing.clear()
    this.wrong = null
    this.update()
    this.attempt(() => this.showInner())
  }

  async fetch() {
    const [settings, { problems }] = await Promise.all([api.get('/api/settings'), api.get('/api/settings/problems')])
    this.settings = settings
    this.problems = problems
  }

  /** @param {HTMLInputElement} input */
  change(input) {
    const setting = this.settings?.data.find(({ key }) => key === input.name)
    if (!setting) return
    const value = valueOf(setting, input)
    if (JSON.stringify(value) === JSON.stringify(setting.value)) delete this.changed[setting.key]
    else this.changed[setting.key] = value
    this.update()
  }

  async save() {
    try {
      this.settings = await api.patch('/api/settings', { values: this.changed })
      this.changed = {}
      this.replacing.clear()
      this.wrong = null
      say('Saved. It counts from now on.')
      await this.reload()
    } catch (/** @type {any} */ problem) {
      if (!problem.errors?.length) throw problem
      this.wrong = problem
      this.update()
      focusError(this.root)
    }
  }

  /** @param {string} key */
  async toDefault(key) {
    const setting = this.settings?.data.find((one) => one.key === key)
    const before = setting?.value
    this.settings = await api.patch('/api/settings', { values: { [key]: null } })
    delete this.changed[key]
    await this.reload()
    if (setting?.secret) say('Forgotten.')
    else done('Back to the usual value.', async () => { await api.patch('/api/settings', { values: { [key]: before } }); await this.reload() })
  }

  async showInner() {
    const group = this.group
    const place = this.find('#settings-inner')
    if (this.shown === group && this.inner && place) return
    this.inner?.close()
    this.inner = null
    this.shown = group
    const load = PARTS[group] ?? ABOVE[group] ?? BELOW[group]
    if (!place || !load) return
    const Part = await load()
    if (this.shown !== group || this.inner || !place.isConnected) return
    const element = document.createElement('div')
    place.replaceChildren(element)
    this.inner = new Part(element, this.context)
    this.inner.open()
  }

  template() {
    return html`<div class="page-head"><h1>Settings</h1><a class="button" href="/setup">${icon('flag')}Set-up, step by step</a></div>${this.framed(() => this.content(/** @type {SettingsAnswer} */ (this.settings)))}`
  }

  /** @param {SettingsAnswer} settings */
  content({ groups, data: every }) {
    const here = this.group
    // What this version does not use is shown only where somebody has set it.
    const data = every.filter(({ used_now: used, source }) => used || source !== 'default')
    const all = [...groups.filter(({ id }) => data.some(({ group }) => group === id)), ...EXTRA]
    const title = all.find(({ id }) => id === here)?.title
    return html`<div class="settings"><nav class="settings-nav" aria-label="Groups">${all.map(({ id, title }) => html`<a class="nav-link ${id === here ? 'here' : ''}" href="/settings/${id}" ${id === here ? html`aria-current="page"` : ''}>${title}${data.some((one) => one.group === id && this.problems.some(({ key }) => key === one.key)) ? html`<span class="tone-attention">${icon('warning')}<span class="hidden">needs a look</span></span>` : ''}</a>`)}</nav>
      <div class="stack-large" data-key="group-${here}"><h2>${title ?? 'Settings'}</h2>${PARTS[here] || ABOVE[here] ? INNER : ''}${here === 'mode' ? note('note', html`The <a href="/setup/mode">set-up</a> offers the three ways that fit most people, in one choice.`) : ''}
      ${here === 'appearance' ? appearance() : PARTS[here] ? '' : this.fields(data.filter((one) => one.group === here))}${BELOW[here] ? INNER : ''}</div></div>`
  }

  /** @param {Setting[]} list */
  fields(list) {
    if (!list.length) return empty({ icon: 'settings', title: 'No such group', text: 'Choose another one.', actions: html`<a class="button" href="/settings">All settings</a>` })
    const many = Object.keys(this.changed).length
    const problems = this.problems.filter(({ key }) => list.some((one) => one.key === key))
    return html`<form class="stack-large" data-submit="save" novalidate>${problems.map(({ key, detail }) => note('attention', html`<b>${list.find((one) => one.key === key)?.title}:</b> ${detail}`))}
      ${list.map((setting) => settingField(setting, { changed: this.changed, error: this.wrong?.field(setting.key) ?? '', replacing: this.replacing.has(setting.key) }))}
      ${many ? html`<div class="bulk" role="group" aria-label="Changes"><b>${many === 1 ? 'One change' : `${many} changes`} not saved</b><button class="button button-small" type="button" data-act="discard">Discard</button><button class="button button-small button-main">Save</button></div>` : ''}</form>`
  }
}

function appearance() {
  return choice({ name: 'theme', legend: 'Colours', value: theme(), change: 'theme', choices: [{ value: 'system', title: 'As the system says' }, { value: 'light', title: 'Light' }, { value: 'dark', title: 'Dark' }] })
}
