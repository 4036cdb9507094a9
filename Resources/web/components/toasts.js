// Short messages at the bottom, with Undo. Also read out by screen readers.
import { html } from '../html.js'
import { render } from '../morph.js'
import { icon } from './icon.js'
import { UndoPile, UNDO_TIME } from '../models/undo.js'

const pile = new UndoPile()
/** @type {{id: number, text: string, tone: string, undo?: number}[]} */
let toasts = []
let last = 0

function draw() {
  const place = document.getElementById('toasts')
  if (!place) return
  render(place, html`${toasts.map((toast) => html`<div class="toast toast-${toast.tone}" data-key="toast-${toast.id}">
    ${icon(toast.tone === 'bad' ? 'warning' : 'check')}<span class="toast-text">${toast.text}</span>
    ${toast.undo ? html`<button class="toast-button" data-undo="${toast.undo}">Undo</button>` : ''}
    <button class="toast-close" data-close="${toast.id}" aria-label="Close this message">${icon('cross')}</button></div>`)}`)
}

/** @param {string} text @param {string} tone @param {number} time @param {number} [undo] */
function show(text, tone, time, undo) {
  const id = ++last
  toasts = [...toasts.slice(-2), { id, text, tone, undo }]
  draw()
  setTimeout(() => close(id), time)
}

/** @param {number} id */
function close(id) {
  toasts = toasts.filter((toast) => toast.id !== id)
  draw()
}

/** Says something that went well.
 * @param {string} text */
export function say(text) { show(text, 'plain', 5_000) }

/** Says what went wrong. Something that was stopped on purpose is not worth a word.
 * @param {any} problem */
export function complain(problem) {
  if (problem?.code === 'aborted' || problem?.status === 401 || (['offline', 'locked'].includes(problem?.code) && document.querySelector('.banner[role=alert]'))) return
  const ours = problem?.status === undefined
  if (ours) console.error(problem)
  show(ours ? `This page made a mistake: ${problem?.message ?? problem}. Reload it; nothing was lost.` : problem.message, 'bad', 12_000)
}

/** Says what was done and offers to take it back for 8 seconds.
 * @param {string} text @param {() => any} undo */
export function done(text, undo) { show(text, 'plain', UNDO_TIME, pile.add(text, undo).id) }

/** Takes back the newest act, or this one. Returns whether there was one.
 * @param {number} [id] */
export async function undo(id) {
  const last = pile.take(id)
  if (!last) return false
  toasts = toasts.filter((toast) => toast.undo !== last.id)
  draw()
  try {
    await last.undo()
    say('Undone.')
  } catch (problem) { complain(problem) }
  return true
}

/** Makes the buttons work. */
export function startToasts() {
  document.getElementById('toasts')?.addEventListener('click', (event) => {
    const button = event.target instanceof Element && event.target.closest('button')
    if (button instanceof HTMLButtonElement && button.dataset.undo) undo(Number(button.dataset.undo))
    else if (button instanceof HTMLButtonElement) close(Number(button.dataset.close))
  })
}
