// A shape of one's own, drawn on a plan without tiles: by pointer, by keys, or by typing its corners below.
import { html } from '../html.js'
import { scaleBar } from '../models/place_map.js'
import { cornersOf } from '../models/search_area.js'
import { areaOfShape, cornersOfBox, crosses, placeIn, planOf, spliced, textOf } from '../models/shape.js'

const WIDTH = 480
/** Pixels of the plan by which an arrow key moves a corner; with Shift one. */
const STEP = 10
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }
const LENGTH = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'kilometer', maximumSignificantDigits: 2 })
const AREA = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 })

/** @typedef {{corners: import('../models/shape.js').Corner[], box: import('../models/shape.js').Box, zoom: number, seen: import('../models/shape.js').Corner[], name: string}} Shape `seen`: the corners that the view was made for */

/** The plan of a shape.
 * @param {Shape} shape */
const plan = ({ box, seen, zoom }) => planOf(box, seen, WIDTH, zoom)

/** @param {Shape} shape */
export function shapeMap(shape) {
  const view = plan(shape)
  const spots = shape.corners.map(view.spot)
  const bar = scaleBar(view.metresPerPixel, WIDTH)
  const [low, high] = [view.spot([shape.box.south, shape.box.west]), view.spot([shape.box.north, shape.box.east])]
  const path = spots.map(({ x, y }, at) => `${at ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('') + (spots.length > 2 ? 'z' : '')
  const lines = (/** @type {number} */ most) => Array.from({ length: Math.floor(most / bar.pixels) }, (_, at) => (at + 1) * bar.pixels)
  const foot = view.height - 12
  return html`<figure class="place-map shape-map" data-key="shape-map"><svg data-key="shape-plan" viewBox="0 0 ${WIDTH} ${view.height}" role="group" aria-label="Plan of ${shape.name}, north at the top. Press on it to set a corner.">
    <path class="plan-grid" d="${lines(WIDTH).map((x) => `M${x.toFixed(1)} 0V${view.height}`).join('')}${lines(view.height).map((y) => `M0 ${y.toFixed(1)}H${WIDTH}`).join('')}"></path>
    <rect class="plan-place" x="${low.x.toFixed(1)}" y="${high.y.toFixed(1)}" width="${(high.x - low.x).toFixed(1)}" height="${(low.y - high.y).toFixed(1)}"></rect>
    <text class="scale-text" x="${(low.x + 6).toFixed(1)}" y="${(high.y + 16).toFixed(1)}">${shape.name}</text>
    ${path ? html`<path class="shape-area" d="${path}"></path>` : ''}
    ${spots.map(({ x, y }, at) => html`<g class="corner" data-key="corner-${at}" data-corner="${at}" tabindex="0" role="button" aria-describedby="shape-keys" aria-label="Corner ${at + 1} of ${spots.length}: ${shape.corners[at].map((degrees) => degrees.toFixed(4)).join(', ')}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><circle class="corner-reach" r="20"></circle><circle class="corner-dot" r="7"></circle></g>`)}
    <path class="scale" d="M16 ${foot - 5}v5h${bar.pixels}v-5"></path><text class="scale-text" x="${22 + bar.pixels}" y="${foot}">${LENGTH.format(bar.metres / 1000)}</text></svg>
    <figcaption class="stack-small"><div class="row"><button type="button" class="button button-small" data-act="shapeOutline">Take the place’s outline</button>
      <button type="button" class="button button-small" data-act="shapeWider">Show more around</button>${spots.length ? html`<button type="button" class="button button-small button-plain" data-act="shapeClear">Clear</button>` : ''}<span class="quiet small" role="status">${words(shape, spots, view.metresPerPixel)}</span></div>
      <p class="quiet small" id="shape-keys">Press on the plan to set a corner, drag it to move it. With keys: arrows move a corner, with Shift by little; + adds one behind it, Delete takes it away.</p></figcaption></figure>`
}

/** @param {Shape} shape @param {{x: number, y: number}[]} spots @param {number} metresPerPixel */
function words(shape, spots, metresPerPixel) {
  if (spots.length < 3) return `${spots.length} of at least 3 corners`
  if (crosses(spots)) return 'Its edges cross; what lies between them may be left out.'
  return `${spots.length} corners, about ${AREA.format(areaOfShape(spots, metresPerPixel))} km²`
}

/** What a plan shows at first: the corners that were typed, and the place.
 * @param {Record<string, any>} form @param {{name: string, box: import('../models/shape.js').Box}} place @param {Shape|null} before @returns {Shape} */
export function shapeOf(form, place, before) {
  const { corners } = cornersOf(form.polygon ?? '')
  const name = place.name.split(',')[0]
  const same = before && before.name === name && before.box === place.box ? before : null
  // The plan stands still while a corner moves on it; corners that were typed outside of it widen it.
  const view = same && plan(same)
  const isIn = view && corners.every((corner) => { const { x, y } = view.spot(corner); return x >= -1 && y >= -1 && x <= view.width + 1 && y <= view.height + 1 })
  return { corners, box: place.box, name, zoom: same ? same.zoom : 1, seen: same && isIn ? same.seen : corners }
}

/** Follows pointer and keys on the plan.
 * @param {Element} root @param {AbortSignal} signal @param {{shape: () => Shape|null, set: (text: string, isDone: boolean) => void}} ways */
export function followShape(root, signal, ways) {
  /** @type {{at: number, before: string}|null} */
  let held = null
  /** @param {PointerEvent} event */
  const spotOf = (event) => {
    const svg = /** @type {Element} */ (root.querySelector('.shape-map svg'))
    const box = svg.getBoundingClientRect()
    return { x: (event.clientX - box.left) / box.width * WIDTH, y: (event.clientY - box.top) / box.width * WIDTH }
  }
  /** @param {string} type @param {(event: any, shape: Shape, view: ReturnType<typeof planOf>) => void} act */
  const on = (type, act) => root.addEventListener(type, (event) => {
    const shape = ways.shape()
    if (shape && (held || /** @type {Element} */ (event.target).closest('.shape-map svg'))) act(event, shape, plan(shape))
  }, { signal })
  /** @param {number} at */
  const focus = (at) => /** @type {SVGElement|null} */ (root.querySelector(`[data-corner="${at}"]`))?.focus()

  on('pointerdown', (event, { corners }, view) => {
    if (event.button) return
    event.preventDefault()
    const before = textOf(corners)
    const corner = event.target.closest('[data-corner]')
    let at = corner ? Number(corner.dataset.corner) : -1
    if (at < 0) {
      at = placeIn(corners.map(view.spot), spotOf(event))
      ways.set(textOf(spliced(corners, at, 0, view.corner(spotOf(event)))), false)
    }
    held = { at, before }
    root.querySelector('.shape-map svg')?.setPointerCapture(event.pointerId)
    focus(at)
  })
  on('pointermove', (event, { corners }, view) => { if (held) ways.set(textOf(spliced(corners, held.at, 1, view.corner(spotOf(event)))), false) })
  for (const type of ['pointerup', 'pointercancel']) on(type, (_, { corners }) => { if (held) { const { before } = held; held = null; ways.set(type === 'pointerup' ? textOf(corners) : before, true) } })
  on('keydown', (event, { corners }, view) => {
    if (event.key === 'Escape' && held) { const { before } = held; held = null; event.stopPropagation(); return ways.set(before, true) }
    const at = Number(event.target.closest('[data-corner]')?.dataset.corner ?? NaN)
    if (Number.isNaN(at) || event.ctrlKey || event.metaKey || event.altKey) return
    const step = ARROWS[event.key]
    let next = at
    if (step) {
      const { x, y } = view.spot(corners[at])
      const far = event.shiftKey ? 1 : STEP
      ways.set(textOf(spliced(corners, at, 1, view.corner({ x: x + step[0] * far, y: y + step[1] * far }))), true)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      ways.set(textOf(spliced(corners, at, 1)), true)
      next = Math.min(at, corners.length - 2)
    } else if (event.key === '+' || event.key === 'Insert') {
      const [one, other] = [view.spot(corners[at]), view.spot(corners[(at + 1) % corners.length])]
      const middle = corners.length > 1 ? { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 } : { x: one.x + 4 * STEP, y: one.y }
      ways.set(textOf(spliced(corners, at + 1, 0, view.corner(middle))), true)
      next = at + 1
    } else return
    event.preventDefault()
    event.stopPropagation()
    focus(next)
  })
}

/** The place’s outline as a shape.
 * @param {Shape} shape */
export const outlineOf = ({ box }) => textOf(cornersOfBox(box))
