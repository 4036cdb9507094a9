// Which rows of a long table are in view.

/** Rows drawn above and below what is seen. */
export const MARGIN = 8

/** The part of a list to draw.
 * @param {{top: number, height: number, row: number, length: number}} view pixels and rows @returns {{first: number, last: number, before: number, after: number}} `last` is one past the end; before and after are pixels */
export function windowOf({ top, height, row, length }) {
  if (row <= 0 || length <= 0) return { first: 0, last: 0, before: 0, after: 0 }
  const first = Math.max(0, Math.min(length, Math.floor(top / row)) - MARGIN)
  const last = Math.max(first, Math.min(length, Math.ceil((top + height) / row) + MARGIN))
  return { first, last, before: first * row, after: (length - last) * row }
}

/** Where to scroll so that a row is seen whole, or nothing when it is.
 * @param {{top: number, height: number, row: number, index: number, head?: number}} view @returns {number|null} */
export function scrollFor({ top, height, row, index, head = 0 }) {
  if (index * row < top) return index * row
  const bottom = (index + 1) * row + head
  return bottom > top + height ? bottom - height : null
}
