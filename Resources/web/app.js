// Starts the program's pages.
import { html } from './html.js'
import { render } from './morph.js'
import { connection, loadSession, OFFLINE, setAnswering, touch } from './api.js'
import { events } from './events.js'
import { keys, LETTERS } from './keys.js'
import { Router } from './router.js'
import { Shell } from './components/shell.js'
import { startToasts } from './components/toasts.js'
import { failed, loading } from './components/states.js'
import { icon } from './components/icon.js'
import { kept, setTheme } from './models/theme.js'

/** Every page. The server answers index.html for these paths.
 * @type {import('./router.js').Route[]} */
const routes = [
  { path: '/', load: () => import('./pages/today.js') },
  { path: '/leads/:id?', load: () => import('./pages/leads.js') },
  { path: '/discover/:id?', load: () => import('./pages/discover.js') },
  { path: '/import/:id?', load: () => import('./pages/import.js') },
  { path: '/review', load: () => import('./pages/review.js') },
  { path: '/outbox/:id?', load: () => import('./pages/outbox.js') },
  { path: '/inbox/practice/:id?', load: () => import('./pages/practice.js') },
  { path: '/inbox/:id?', load: () => import('./pages/inbox.js') },
  { path: '/campaigns/:id/flight', load: () => import('./pages/flight.js') },
  { path: '/campaigns/:id?', load: () => import('./pages/campaigns.js') },
  { path: '/templates/:id?', load: () => import('./pages/templates.js') },
  { path: '/settings/:group?', load: () => import('./pages/settings.js') },
  { path: '/system/:tab?', load: () => import('./pages/system.js') },
  { path: '/restored', load: () => import('./pages/restored.js') },
  { path: '/setup/:step?', load: () => import('./pages/setup.js'), bare: true },
]

const app = /** @type {HTMLElement} */ (document.getElementById('app'))
/** @type {Shell|null} */
let shell = null
/** @type {{load: Function, view: any}|null} */
let current = null
let visits = 0

/** What pages need from here.
 * @type {Context} */
const context = {
  router: new Router(routes, show),
  refresh: () => current ? current.view.reload() : context.router.refresh(),
  params: {},
  query: new URLSearchParams(),
}

/** @param {import('./router.js').Match|null} match @param {URLSearchParams} query */
async function show(match, query) {
  const visit = ++visits
  const load = match?.route.load ?? (() => import('./pages/missing.js'))
  Object.assign(context, { params: match?.params ?? {}, query })
  if (current?.load === load) return current.view.arrive?.()
  const place = frame(match?.route.bare ?? false)
  const wait = setTimeout(() => render(place, loading()), 150)
  try {
    const { default: Page } = await load()
    if (visit !== visits) return
    clearTimeout(wait)
    enter(new Page(fresh(place), context), load)
  } catch {
    clearTimeout(wait)
    if (visit !== visits) return
    // A page that was not seen before has to be loaded: the program does not answer.
    setAnswering(false)
    render(fresh(place), failed({ message: OFFLINE }))
  }
}

/** An empty place for a page inside the frame.
 * @param {Element} place */
function fresh(place) {
  current?.view.close()
  current = null
  const element = document.createElement('div')
  element.className = 'page-body'
  place.replaceChildren(element)
  return element
}

/** @param {any} view @param {Function} load */
function enter(view, load) {
  const first = !shell?.place && !document.title.includes('·')
  current = { load, view }
  document.title = `${view.title} · Cold Outreach Agent`
  shell?.show(view.place ?? '')
  scrollTo(0, 0)
  view.open()
  // The new page is read out and Tab starts at its top.
  if (!first) document.getElementById('page')?.focus({ preventScroll: true })
}

/** The element for pages, with the frame or without.
 * @param {boolean} bare */
function frame(bare) {
  if (bare) {
    shell?.close()
    shell = null
    app.className = 'bare'
    render(app, html`<main id="page" data-island></main>`)
  } else if (!shell) {
    app.className = 'framed'
    app.replaceChildren()
    shell = new Shell(app, context)
    shell.update()
    shell.open()
  }
  return /** @type {Element} */ (document.getElementById('page'))
}

function ended() {
  current?.view.close()
  shell?.close()
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close())
  app.className = 'bare'
  document.title = 'Session ended · Cold Outreach Agent'
  app.replaceChildren()
  render(app, html`<main id="page" class="sheet-page"><div class="state">${icon('lock', 'state-icon')}<h1 class="state-title">Your session has ended</h1>
    <p class="state-text">Nobody used this page for a while, or the program began anew with other data. Everything you saved is kept.</p>
    <p class="state-text"><b>To get back in:</b> start the program again from your menu, or run <code>cold-outreach open</code>. A fresh page opens by itself.</p></div></main>`)
}

/** Draws the first page; a person who has not set up the program yet starts there. */
async function start() {
  setTheme()
  keys.letters = kept(LETTERS, true)
  startToasts()
  addEventListener('keydown', (event) => { if (!document.querySelector('dialog[open]')) keys.press(event) })
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel']) addEventListener(type, touch, { capture: true, passive: true })
  // A menu closes when the person goes on elsewhere.
  addEventListener('pointerdown', ({ target }) => document.querySelectorAll('details.menu[open]').forEach((menu) => { if (!menu.contains(/** @type {Node} */ (target))) menu.removeAttribute('open') }))
  connection.addEventListener('ended', ended)
  app.addEventListener('click', ({ target }) => { if (!current && target instanceof Element && target.closest('[data-act=retry]')) location.reload() })
  try {
    const session = await loadSession()
    events().start()
    if (!session.setup_completed && location.pathname === '/') history.replaceState(null, '', '/setup')
    context.router.start()
  } catch (/** @type {any} */ problem) {
    if (problem.status !== 401) render(app, html`<main id="page" class="sheet-page">${failed(problem)}</main>`)
  }
}

start()
