// The frame around every page: navigation, the state of sending, search, banners.
import { html } from '../html.js'
import { api, connection, setAnswering } from '../api.js'
import { events } from '../events.js'
import { View } from '../view.js'
import { icon } from './icon.js'
import { done, say, undo } from './toasts.js'
import { openPalette } from './palette.js'
import { setTheme, theme, THEMES } from '../models/theme.js'
import { navCounts, pillOf } from '../models/sending.js'
import { count } from '../models/format.js'

/** The places in the navigation, with the key that follows `g`. */
export const PLACES = [
  { id: 'today', path: '/', title: 'Today', key: 't' },
  { id: 'discover', path: '/discover', title: 'Discover', key: 'd' },
  { id: 'leads', path: '/leads', title: 'Leads', key: 'l' },
  { id: 'review', path: '/review', title: 'Review', key: 'r' },
  { id: 'outbox', path: '/outbox', title: 'Outbox', key: 'o' },
  { id: 'inbox', path: '/inbox', title: 'Inbox', key: 'i' },
  { id: 'campaigns', path: '/campaigns', title: 'Campaigns', key: 'c' },
  { id: 'templates', path: '/templates', title: 'Templates', key: 'e' },
  { id: 'settings', path: '/settings', title: 'Settings', key: 's' },
  { id: 'system', path: '/system', title: 'System', key: 'y' },
]
/** @type {Record<string, {icon: string, text: string}>} */
const THEME_WORDS = {
  system: { icon: 'half', text: 'Colours follow the system' }, light: { icon: 'sun', text: 'Light colours' }, dark: { icon: 'moon', text: 'Dark colours' },
}

/** What is said while the program is not there, by where its start stands.
 * @type {Record<string, {icon: string, title: string, text: string, link?: string}>} */
const ABSENT = {
  off: { icon: 'offline', title: 'The program is not answering.', text: 'It may have been closed. Nothing is lost; nothing is sent while it is off. Start it again and this page goes on by itself.' },
  starting: { icon: 'clock', title: 'The program is starting.', text: 'It opens your data; this page goes on by itself.' },
  needsPassphrase: { icon: 'lock', title: 'The program is locked.', text: 'It waits for your passphrase; nothing is sent until then, and what you wrote here stays.', link: 'Unlock it' },
  trouble: { icon: 'lock', title: 'The program asks you something first.', text: 'Nothing is lost.', link: 'See what it asks' },
}

export class Shell extends View {
  /** @type {SystemStatus|null} */
  system = null
  place = ''
  lost = false
  absent = 'off'
  menu = false
  /** @type {Acts} */
  acts = {
    pause: () => this.pause(true),
    resume: () => this.pause(false),
    palette: () => openPalette(this.context.router),
    keys: async () => (await import('./keys_sheet.js')).openKeys(),
    theme: () => { setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]); this.update() },
    menu: () => { this.menu = !this.menu; this.update() },
  }

  async open() {
    this.live(['status', 'message', 'reply', 'lead', 'job'])
    events().onstate = (open) => { if (open) setAnswering(true); else this.probe() }
    connection.addEventListener('lost', () => this.probe(), { signal: this.signal })
    this.shortcuts()
    await super.open()
  }

  async fetch() { this.system = (await api.get('/system/status')).data }

  /** Asks every two seconds until the program answers again and has opened its data. */
  async probe() {
    if (this.probing) return
    this.probing = true
    for (let wait = 300; ; wait = 2_000) {
      await new Promise((next) => setTimeout(next, wait))
      const health = await api.get('/health').catch((problem) => problem.status ? {} : null)
      if (health?.scheduler_running) break
      const state = health && (await api.get('/start/state').catch(() => null))?.state
      this.absent = !state || state === 'stopping' ? 'off' : state === 'ready' ? 'starting' : state in ABSENT ? state : 'trouble'
      this.lost = true
      this.update()
    }
    this.probing = false
    this.found()
  }
  probing = false

  found() {
    if (!this.lost) return
    this.lost = false
    say('The program answers again.')
    this.reload()
    this.context.refresh()
  }

  /** @param {boolean} stop */
  async pause(stop) {
    const sending = await api.post(`/api/sending/${stop ? 'pause' : 'resume'}`)
    if (this.system) this.system.sending = sending.sending ?? sending
    this.update()
    if (stop) done('Paused. Nothing leaves this computer until you resume.', () => this.pause(false))
    else say('Resumed.')
  }

  /** @param {string} place */
  show(place) {
    this.place = place
    this.menu = false
    this.update()
  }

  shortcuts() {
    let waiting = 0
    this.keys('Everywhere', [
      { key: 'ctrl+k', text: 'Go to a page or do something', run: () => this.acts.palette(), always: true },
      { key: '?', text: 'Show these keys', run: () => this.acts.keys() },
      { key: 'ctrl+z', text: 'Undo the last act', run: () => undo() },
      { key: 'g', text: 'then t, d, l, r, o, i, c, e, s, y: go to a page', run: () => { waiting = Date.now() } },
    ])
    // After g the next letter is a place, before any page gets to see it.
    addEventListener('keydown', (event) => {
      const place = Date.now() - waiting < 1_500 && PLACES.find(({ key }) => key === event.key)
      if (!place) return
      waiting = 0
      event.preventDefault()
      event.stopImmediatePropagation()
      this.context.router.go(place.path)
    }, { capture: true, signal: this.signal })
  }

  template() {
    const look = THEME_WORDS[theme()]
    return html`<a class="skip" href="#page">Skip to the page</a>
      <header class="top">
        <button class="icon-button top-menu" data-act="menu" aria-expanded="${String(this.menu)}" aria-controls="nav">${icon('menu')}<span class="hidden">Menu</span></button>
        ${this.pill()}
        <div class="top-end">
          <button class="search-button" data-act="palette" aria-label="Search or jump to, Ctrl K">${icon('search')}<span>Search or jump to</span><kbd>Ctrl K</kbd></button>
          <button class="icon-button" data-act="theme" title="${look.text}">${icon(look.icon)}<span class="hidden">${look.text}. Change</span></button>
          <button class="icon-button" data-act="keys" title="Keys">${icon('keyboard')}<span class="hidden">Show the keys</span></button>
        </div>
      </header>
      ${this.banner()}
      <nav class="nav ${this.menu ? 'nav-open' : ''}" id="nav" aria-label="Main">
        <a class="brand" href="/"><img src="/favicon.svg" alt="" width="24" height="24"><span>Cold Outreach</span></a>
        <ul class="nav-list">${PLACES.map((place) => this.link(place))}</ul>
        <p class="nav-foot">${this.system ? `Version ${this.system.version}` : ''}</p>
      </nav>
      <main id="page" class="page" tabindex="-1" data-island></main>`
  }

  /** @param {{id: string, path: string, title: string}} place */
  link({ id, path, title }) {
    const wanted = navCounts(this.system?.needs)[id]
    const here = this.place === id
    return html`<li><a class="nav-link ${here ? 'here' : ''}" href="${path}" ${here ? html`aria-current="page"` : ''}>${icon(id)}<span>${title}</span>
      ${wanted?.count ? html`<span class="nav-count">${count(wanted.count)}<span class="hidden"> ${wanted.what}</span></span>` : ''}</a></li>`
  }

  pill() {
    if (!this.system) return html`<div class="pill"></div>`
    const pill = pillOf(this.system.sending)
    return html`<div class="pill tone-${pill.tone}" role="group" aria-label="Sending">
      <a class="pill-state" href="/outbox" title="${pill.detail}">${icon(pill.icon)}<b>${pill.text}</b>${pill.more ? html`<span class="pill-more">${pill.more}</span>` : ''}<span class="hidden">. ${pill.detail}</span></a>
      ${pill.canPause ? html`<button class="pill-act" data-act="pause" title="Pause everything">${icon('pause')}<span>Pause</span></button>` : ''}
      ${pill.paused ? html`<button class="pill-act" data-act="resume">${icon('play')}<span>Resume</span></button>` : ''}
      ${pill.frozen ? html`<a class="pill-act" href="/restored">${icon('play')}<span>Decide</span></a>` : ''}</div>`
  }

  banner() {
    if (!this.lost) return this.frozen()
    const { icon: name, title, text, link } = ABSENT[this.absent]
    return html`<div class="banner" role="alert">${icon(name)}<span><b>${title}</b> ${text} ${link ? html`<a href="/" target="_blank" rel="noopener">${link}</a>` : ''}</span></div>`
  }

  /** After the data went back in time the person decides before anything is sent. */
  frozen() {
    if (this.system?.sending?.state !== 'frozen' || this.place === 'restored') return ''
    return html`<div class="banner" role="status">${icon('lock')}<span><b>Your data went back in time.</b> Nothing is sent until you have looked at what may have left since. <a href="/restored">Look and decide</a></span></div>`
  }
}
