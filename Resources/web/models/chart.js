// The sums behind the drawings.

/** The arc of a gauge that is open at the bottom, as an SVG path.
 * @param {number} x centre @param {number} y centre @param {number} radius @param {number} part 0 to 1 of the whole gauge */
export function arc(x, y, radius, part) {
  const start = Math.PI * 0.8
  const sweep = Math.PI * 1.4 * Math.max(0.001, Math.min(1, part))
  /** @param {number} angle */
  const point = (angle) => `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`
  return `M${point(start)} A${radius} ${radius} 0 ${sweep > Math.PI ? 1 : 0} 1 ${point(start + sweep)}`
}

/** A round number at or above the value, for the top of an axis; at least 4.
 * @param {number} value */
export function ceiling(value) {
  if (value <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value) ?? value
}

/** Bars for values, standing on the ground.
 * @param {number[]} values @param {number} top @param {{left: number, width: number, height: number, room: number}} box pixels */
export function bars(values, top, { left, width, height, room }) {
  const step = width / Math.max(1, values.length)
  return values.flatMap((value, index) => {
    if (value <= 0) return []
    const tall = Math.max(2, value / top * room)
    return [{ x: +(left + index * step + step * 0.18).toFixed(2), y: +(height - tall).toFixed(2), width: +(step * 0.64).toFixed(2), height: +tall.toFixed(2) }]
  })
}
