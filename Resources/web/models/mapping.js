// Which column of a file becomes which field of a lead.

/** The guesses as a mapping: column number → field, `custom.name`, or null for "leave it out".
 * @param {ImportColumn[]} columns @returns {Record<string, string|null>} */
export function guessed(columns) { return Object.fromEntries(columns.map(({ field }, index) => [index, field])) }

/** The choice for one column changed; a field belongs to one column only, so another gives it up.
 * @param {Record<string, string|null>} mapping @param {number} column @param {string|null} field */
export function assign(mapping, column, field) {
  const next = { ...mapping }
  if (field) for (const [other, taken] of Object.entries(next)) if (taken === field) next[other] = null
  next[column] = field
  return next
}

/** A name for a field of the person's own, out of a column's heading.
 * @param {string} heading */
export function customField(heading) { return `custom.${heading.trim().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '') || 'column'}` }

/** What is missing before a file can be imported, or nothing.
 * @param {Record<string, string|null>} mapping */
export function lacking(mapping) {
  return Object.values(mapping).includes('business_name') ? '' : 'Choose the column that holds the name of the business.'
}
