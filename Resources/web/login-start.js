// @ts-check
// The page while the data is being opened: follows the state, and brings the ways out to life.
import './login-look.js'

/** Milliseconds between two looks at the state, and until an opening counts as a long one. */
const EVERY = 500
const LONG = 8_000
const LONG_WORDS = 'This takes longer than usual. After an update or with very much data it can take some minutes; nothing is lost.'
const GONE = 'The program does not answer any more. It may have ended; start it again by its icon.'

const note = document.getElementById('note')
const form = /** @type {HTMLFormElement|null} */ (document.getElementById('ways'))
const phrase = /** @type {HTMLInputElement|null} */ (document.getElementById('passphrase'))
const wrong = document.getElementById('wrong')
const main = /** @type {HTMLButtonElement|null} */ (form?.querySelector('[type=submit]') ?? null)
const word = main?.textContent ?? ''
let began = Date.now()
/** @type {string|null} */
let shown = null
/** Lets this browser in once the passphrase was right, where it is not signed in. */
let code = ''
let ended = false

/** @param {string} text */
function say(text) { if (note && note.textContent !== text) note.textContent = text }

/** Shows what comes next; the program may have to let this browser in first.
 * @param {string} state */
function goOn(state) { if (code && state === 'ready') location.replace(`/login?code=${code}`); else location.reload() }

/** Counts down until the next try; what is read out does not change with each second.
 * @param {number} seconds */
function count(seconds) {
  if (!main || !phrase) return
  const waits = seconds > 0
  if (waits) say('After several wrong tries each next one has to wait a little.')
  else if (main.disabled) { say('You can try again now.'); phrase.focus() }
  main.disabled = waits
  main.textContent = waits ? `${word} in ${seconds} s` : word
}

async function follow() {
  if (ended) return
  try {
    const { state, wait } = await (await fetch('/start/state')).json()
    if (shown !== null && state !== shown) return goOn(state)
    shown = state
    count(wait ?? 0)
    if (state === 'starting' && Date.now() - began > LONG) say(LONG_WORDS)
    else if (note?.textContent === GONE) say('')
  } catch {
    say(GONE)
  }
  setTimeout(follow, EVERY)
}

/** The answer to a write; a page without a session has no value to send along.
 * @param {string} path @param {any} body */
async function post(path, body) {
  const session = await fetch('/api/session')
  /** @type {Record<string, string>} */
  const headers = { 'Content-Type': 'application/json' }
  if (session.ok) headers['X-CSRF-Token'] = (await session.json()).csrf
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** @param {HTMLButtonElement} button */
async function take(button) {
  const path = button.dataset.post ?? ''
  const unlocks = path === '/start/unlock'
  if (wrong) wrong.textContent = ''
  say(unlocks ? 'Looking whether it is right …' : 'One moment …')
  try {
    const answer = await post(path, unlocks ? { passphrase: phrase?.value } : {})
    const told = await answer.json().catch(() => ({}))
    // How long to wait is told by the count; the rest stands where it belongs.
    if (!answer.ok) return say(told.detail ?? '')
    ended = path === '/start/quit'
    if (ended) {
      say('The program has ended. You can close this page.')
      return form?.remove()
    }
    // Whether it worked is what the page says next.
    code = told.code ?? ''
    shown = 'starting'
    began = Date.now()
    main?.setAttribute('aria-busy', 'true')
  } catch {
    say(GONE)
  }
}

form?.addEventListener('submit', (event) => { event.preventDefault(); if (main && !main.disabled) take(main) })
for (const button of document.querySelectorAll('button[type=button][data-post]')) {
  button.addEventListener('click', () => take(/** @type {HTMLButtonElement} */ (button)))
}
document.getElementById('shown')?.addEventListener('change', (event) => {
  if (phrase) phrase.type = /** @type {HTMLInputElement} */ (event.target).checked ? 'text' : 'password'
})
follow()
