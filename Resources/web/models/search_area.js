// The area of a search, from what the form says.

/** @typedef {{south: number, west: number, north: number, east: number}} Box */

/** One corner a line, as copied from a map: “53.08, 8.80”.
 * @param {string} text @returns {{corners: [number, number][], error: string}} */
export function cornersOf(text) {
  /** @type {[number, number][]} */
  const corners = []
  for (const [at, line] of text.split('\n').entries()) {
    if (!line.trim()) continue
    const numbers = line.split(/[,;\s]+/).filter(Boolean).map(Number)
    if (numbers.length !== 2 || !(Math.abs(numbers[0]) <= 90) || !(Math.abs(numbers[1]) <= 180)) return { corners, error: `Line ${at + 1} is no corner. Write latitude and longitude, such as “53.08, 8.80”.` }
    corners.push([numbers[0], numbers[1]])
  }
  return { corners, error: corners.length < 3 ? 'A shape needs three corners or more.' : '' }
}

/** What the API takes as area; an error where the form says none.
 * @param {Record<string, any>} form @param {{latitude: number, longitude: number, box: Box}} place @returns {{area: any, error: string}} */
export function areaOf(form, place) {
  if (form.shape === 'polygon') {
    const { corners, error } = cornersOf(form.polygon ?? '')
    return { area: { polygon: corners }, error }
  }
  if (form.shape !== 'circle') return { area: place.box, error: '' }
  const radius = Number(form.radius) * 1000
  return { area: { latitude: place.latitude, longitude: place.longitude, radius }, error: radius >= 50 && radius <= 200_000 ? '' : 'Choose 0.05 to 200 km.' }
}
