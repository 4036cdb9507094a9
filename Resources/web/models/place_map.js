// Points of the earth on a flat picture: an equirectangular projection, true at the middle's latitude.

/** Metres of a degree of latitude. */
const DEGREE = 111_195

/** @typedef {{latitude: number, longitude: number}} Point */

/** Puts points into a picture of a width; the height follows from the area, within bounds.
 * @param {Point[]} points @param {number} width */
export function project(points, width) {
  const box = points.reduce((box, { latitude, longitude }) => ({ south: Math.min(box.south, latitude), north: Math.max(box.north, latitude), west: Math.min(box.west, longitude), east: Math.max(box.east, longitude) }), { south: 90, north: -90, west: 180, east: -180 })
  const shrink = Math.cos((box.south + box.north) / 2 * Math.PI / 180)
  const across = Math.max((box.east - box.west) * shrink, (box.north - box.south) / 2, 0.005)
  const margin = width * 0.04
  const scale = (width - 2 * margin) / across
  const height = Math.max(width * 0.25, Math.min(width * 0.6, (box.north - box.south) * scale + 2 * margin))
  const down = Math.min(scale, (height - 2 * margin) / Math.max(box.north - box.south, 0.0001))
  const left = (width - (box.east - box.west) * shrink * down) / 2
  const top = (height - (box.north - box.south) * down) / 2
  return {
    height: Math.round(height),
    metresPerPixel: DEGREE / down,
    spots: points.map(({ latitude, longitude }) => ({ x: round(left + (longitude - box.west) * shrink * down), y: round(top + (box.north - latitude) * down) })),
  }
}

/** A round length for the scale, at most a fifth of the picture.
 * @param {number} metresPerPixel @param {number} width */
export function scaleBar(metresPerPixel, width) {
  const most = metresPerPixel * width / 5
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power
  return { metres, pixels: round(metres / metresPerPixel) }
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10
