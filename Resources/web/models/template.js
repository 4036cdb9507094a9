// A template while it is being written: pure, without the page.

/** @typedef {{name: string, count: number, mails: number[], examples: {id: string, business_name: string}[]}} Missing */
/** @typedef {{mail: number, field: string, line: number, detail: string, count: number, examples: {id: string, business_name: string}[]}} Trouble */
/** @typedef {{looked_at: number, total: number|null, without_email: number, affected: number, missing: Missing[], troubles: Trouble[]}} Tally */

const TAG = /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/gs
const EXAMPLES = 3

/** A source by lines, each in pieces: plain text and tags. A tag over several lines is one piece a line.
 * @param {string} source @returns {{text: string, tag: boolean}[][]} */
export function linesOf(source) {
  /** @type {{text: string, tag: boolean}[][]} */
  const lines = [[]]
  /** @param {string} text @param {boolean} tag */
  const add = (text, tag) => text.split('\n').forEach((part, index) => {
    if (index) lines.push([])
    if (part) lines.at(-1)?.push({ text: part, tag })
  })
  let from = 0
  for (const { 0: text, index = 0 } of source.matchAll(TAG)) {
    add(source.slice(from, index), false)
    add(text, true)
    from = index + text.length
  }
  add(source.slice(from), false)
  return lines
}

/** A source in which a variable says something else where it is not known; what already has a default stays.
 * @param {string} source @param {string} name @param {string} words */
export function withFallback(source, name, words) {
  const literal = JSON.stringify(words)
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return source.replace(new RegExp(`(\\{\\{-?\\s*)(${plain})(?![\\w.[(])(?!\\s*\\|\\s*(?:default|d)\\b)`, 'g'), (_, open, found) => `${open}${found} | default(${literal})`)
}

/** A source in which a variable has another name, wherever a tag names it.
 * @param {string} source @param {string} from @param {string} to */
export function renamed(source, from, to) {
  const name = new RegExp(`(?<![\\w."'])${from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`, 'g')
  return source.replace(TAG, (tag) => tag.replace(name, () => to))
}

/** The known name that was probably meant by one that nobody knows; null where none is near.
 * @param {string} name @param {string[]} known */
export function nearest(name, known) {
  if (known.includes(name)) return null
  const [best] = known.map((one) => ({ one, far: distance(name.toLowerCase(), one.toLowerCase()) })).sort((a, b) => a.far - b.far)
  return best && best.far <= (name.length < 5 ? 1 : 2) ? best.one : null
}

/** How many letters are other, missing, too many or in turned order.
 * @param {string} a @param {string} b */
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i]
    for (let j = 1; j <= b.length; j++) {
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1)
    }
  }
  return rows[a.length][b.length]
}

/** What one more page of leads came to, added to what was known.
 * @param {Tally|null} sum @param {Tally} page @returns {Tally} */
export function added(sum, page) {
  if (!sum) return page
  /** @template {{count: number, examples: any[]}} Row @param {Row[]} old @param {Row[]} rows @param {(row: Row) => string} key @param {(one: Row, other: Row) => Partial<Row>} join */
  const merge = (old, rows, key, join) => rows.reduce((all, row) => {
    const at = all.findIndex((one) => key(one) === key(row))
    if (at < 0) return [...all, row]
    return all.map((one, index) => index === at ? { ...one, ...join(one, row), count: one.count + row.count, examples: [...one.examples, ...row.examples].slice(0, EXAMPLES) } : one)
  }, old)
  return {
    looked_at: sum.looked_at + page.looked_at, total: sum.total, without_email: sum.without_email + page.without_email, affected: sum.affected + page.affected,
    missing: merge(sum.missing, page.missing, ({ name }) => name, (one, other) => ({ mails: [...new Set([...one.mails, ...other.mails])].sort() })).sort((one, other) => other.count - one.count),
    troubles: merge(sum.troubles, page.troubles, ({ mail, field, line, detail }) => `${mail} ${field} ${line} ${detail}`, () => ({})),
  }
}

/** What a person chose for leads that lack something, as the program is told.
 * @param {{get: (name: string) => any}} form @param {Missing[]} missing @returns {{instead?: Record<string, string>, lacking?: string}} */
export function fateOf(form, missing) {
  const fate = form.get('fate')
  if (fate !== 'instead') return { lacking: fate }
  return { instead: Object.fromEntries(missing.map(({ name }) => [name, String(form.get(`instead-${name}`) ?? '')])) }
}

/** How many of the leads have a value: 0 to 1; null where there is no lead.
 * @param {{have: number}} variable @param {number} lookedAt */
export function coverage({ have }, lookedAt) { return lookedAt ? have / lookedAt : null }

/** A preview without what is no mistake: that a mail is empty before anything is written, and the “Re:” of one that answers in the conversation.
 * @param {Preview|null} preview @param {any} mail @param {boolean} answers */
export function fairPreview(preview, mail, answers) {
  return preview && { ...preview, errors: preview.errors.filter(({ field }) => mail[field]), lint: preview.lint.filter(({ code }) => !answers || code !== 'false_reply') }
}

/** A mail that follows another.
 * @param {number} count of the mails before it */
export function nextMail(count) { return { subject: '', text: '', html: null, wait: count ? 3 : 0, wait_unit: 'business_days' } }
