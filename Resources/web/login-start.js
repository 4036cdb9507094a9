// @ts-check
// The page while the data is being opened: follows the state, and brings the ways out to life.

const note = document.getElementById('note')
/** @type {string|null} */
let shown = null
let ended = false

/** @param {string} text */
function say(text) { if (note) note.textContent = text }

async function follow() {
  if (ended) return
  try {
    const { state } = await (await fetch('/start/state')).json()
    if (shown !== null && state !== shown) location.reload()
    shown = state
  } catch {
    say('The program does not answer any more. It may have ended; start it again by its icon.')
  }
  setTimeout(follow, 500)
}

/** @param {HTMLButtonElement} button */
async function take(button) {
  say('One moment …')
  try {
    const { csrf } = await (await fetch('/api/session')).json()
    const phrase = /** @type {HTMLInputElement|null} */ (document.getElementById('passphrase'))
    const answer = await fetch(button.dataset.post ?? '', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
      body: JSON.stringify(phrase ? { passphrase: phrase.value } : {}),
    })
    if (!answer.ok) return say((await answer.json()).detail)
    ended = button.dataset.post === '/start/quit'
    if (ended) say('The program has ended. You can close this page.')
    // Whether it worked is what the page says next.
    else setTimeout(() => location.reload(), 300)
  } catch {
    say('The program does not answer. Start it again by its icon.')
  }
}

for (const button of document.querySelectorAll('button[data-post]')) {
  button.addEventListener('click', () => take(/** @type {HTMLButtonElement} */ (button)))
}
document.getElementById('passphrase')?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') /** @type {HTMLButtonElement|null} */ (document.querySelector('button[data-post]'))?.click()
})
follow()
