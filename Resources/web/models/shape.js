// A shape drawn on a plain plan: where its corners lie, and how they move.

/** @typedef {[number, number]} Corner latitude and longitude */
/** @typedef {{south: number, west: number, north: number, east: number}} Box */

/** Metres of a degree of latitude. */
const DEGREE = 111_195
/** What a plan shows around a place and a shape, as a share of it. */
const MARGIN = 0.2
/** The smallest side of what is shown, in degrees. */
const LEAST = 0.01
const DECIMALS = 1e5

/** A plan of a place: equirectangular, true at its middle's latitude.
 * @param {Box} box what must be seen @param {Corner[]} corners these too @param {number} width @param {number} zoom how much more is seen around it, 1 or more */
export function planOf(box, corners, width, zoom = 1) {
  const lats = [box.south, box.north, ...corners.map(([latitude]) => latitude)]
  const longs = [box.west, box.east, ...corners.map(([, longitude]) => longitude)]
  const middle = [(Math.min(...lats) + Math.max(...lats)) / 2, (Math.min(...longs) + Math.max(...longs)) / 2]
  const shrink = Math.max(0.05, Math.cos(middle[0] * Math.PI / 180))
  const across = Math.max((Math.max(...longs) - Math.min(...longs)) * shrink, LEAST) * (1 + 2 * MARGIN) * zoom
  const high = Math.max(Math.max(...lats) - Math.min(...lats), LEAST) * (1 + 2 * MARGIN) * zoom
  const height = Math.round(width * Math.min(0.8, Math.max(0.5, high / across)))
  const scale = Math.min(width / across, height / high)
  return {
    width, height, metresPerPixel: DEGREE / scale,
    /** @param {Corner} corner */
    spot: ([latitude, longitude]) => ({ x: width / 2 + (longitude - middle[1]) * shrink * scale, y: height / 2 + (middle[0] - latitude) * scale }),
    /** The corner at a spot; one outside of the plan is put on its edge.
     * @param {{x: number, y: number}} spot @returns {Corner} */
    corner: ({ x, y }) => [rounded(middle[0] + (height / 2 - within(y, height)) / scale, 90), rounded(middle[1] + (within(x, width) - width / 2) / scale / shrink, 180)],
  }
}

/** @param {number} value @param {number} most */
const within = (value, most) => Math.max(0, Math.min(most, value))
/** @param {number} degrees @param {number} most */
const rounded = (degrees, most) => Math.round(Math.max(-most, Math.min(most, degrees)) * DECIMALS) / DECIMALS

/** Corners as they are typed, one a line.
 * @param {Corner[]} corners */
export const textOf = (corners) => corners.map(([latitude, longitude]) => `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`).join('\n')

/** Corners with some taken out and others put there instead.
 * @param {Corner[]} corners @param {number} at @param {number} out @param {Corner[]} put @returns {Corner[]} */
export const spliced = (corners, at, out, ...put) => [...corners.slice(0, at), ...put, ...corners.slice(at + out)]

/** The four corners of a box.
 * @param {Box} box @returns {Corner[]} */
export const cornersOfBox = ({ south, west, north, east }) => [[north, west], [north, east], [south, east], [south, west]]

/** Where a new corner belongs: into the edge that it is nearest to.
 * @param {{x: number, y: number}[]} spots @param {{x: number, y: number}} at */
export function placeIn(spots, at) {
  if (spots.length < 3) return spots.length
  let best = { place: spots.length, distance: Infinity }
  spots.forEach((from, place) => {
    const distance = away(at, from, spots[(place + 1) % spots.length])
    if (distance < best.distance) best = { place: place + 1, distance }
  })
  return best.place
}

/** @param {{x: number, y: number}} at @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
function away(at, from, to) {
  const [x, y] = [to.x - from.x, to.y - from.y]
  const share = Math.max(0, Math.min(1, ((at.x - from.x) * x + (at.y - from.y) * y) / (x * x + y * y || 1)))
  return Math.hypot(at.x - from.x - share * x, at.y - from.y - share * y)
}

/** Whether two edges of a shape cross.
 * @param {{x: number, y: number}[]} spots */
export function crosses(spots) {
  /** @param {any} a @param {any} b @param {any} c */
  const turn = (a, b, c) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
  return spots.some((from, i) => spots.some((other, j) => {
    if (j <= i + 1 || (i === 0 && j === spots.length - 1)) return false
    const [to, end] = [spots[i + 1], spots[(j + 1) % spots.length]]
    return turn(from, to, other) * turn(from, to, end) < 0 && turn(other, end, from) * turn(other, end, to) < 0
  }))
}

/** Square kilometres of a shape on a plan.
 * @param {{x: number, y: number}[]} spots @param {number} metresPerPixel */
export function areaOfShape(spots, metresPerPixel) {
  const twice = spots.reduce((sum, { x, y }, at) => { const next = spots[(at + 1) % spots.length]; return sum + x * next.y - next.x * y }, 0)
  return Math.abs(twice) / 2 * (metresPerPixel / 1000) ** 2
}
