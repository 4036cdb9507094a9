// Numbers, dates and sizes in the browser's own language.

const number = new Intl.NumberFormat()
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const dayYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
const wholeDay = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'long' })
const money = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 4 })
const list = new Intl.ListFormat(undefined, { type: 'conjunction' })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** @param {number|null|undefined} value */
export function count(value) { return value === null || value === undefined ? '–' : number.format(value) }

/** "1 lead", "3,000 leads".
 * @param {number} value @param {string} one @param {string} [many] */
export function counted(value, one, many = `${one}s`) { return `${count(value)} ${value === 1 ? one : many}` }

/** @param {number|null|undefined} value 0 to 1 */
export function share(value) { return value === null || value === undefined ? '–' : percent.format(value) }

/** US dollars.
 * @param {number} value */
export function dollars(value) { return money.format(value) }

/** @param {string[]} items */
export function listed(items) { return list.format(items) }

/** 14:32
 * @param {number} at */
export function clock(at) { return time.format(at) }

/** The day, with the year where it is another one.
 * @param {number} at @param {number} [now] */
export function date(at, now = Date.now()) {
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? day : dayYear).format(at)
}

/** "Tue, 3 Mar" of a day written as 2026-03-03.
 * @param {string} text */
export function calendarDay(text) { return wholeDay.format(new Date(`${text}T12:00Z`)) }

/** As short as it can be said: 14:32 today, Tue 09:00 this week, else the date.
 * @param {number|null} at @param {number} [now] */
export function moment(at, now = Date.now()) {
  if (!at) return '–'
  if (new Date(at).toDateString() === new Date(now).toDateString()) return clock(at)
  return Math.abs(at - now) < 6 * DAY ? weekday.format(at) : date(at, now)
}

/** Everything, for a tooltip.
 * @param {number|null} at */
export function exact(at) { return at ? full.format(at) : '' }

/** "3 minutes ago", "in 2 hours".
 * @param {number} at @param {number} [now] */
export function ago(at, now = Date.now()) {
  const away = at - now
  const size = Math.abs(away)
  if (size < 45_000) return away > 0 ? 'in a moment' : 'just now'
  if (size < 55 * MINUTE) return relative.format(Math.round(away / MINUTE), 'minute')
  return size < 22 * HOUR ? relative.format(Math.round(away / HOUR), 'hour') : relative.format(Math.round(away / DAY), 'day')
}

/** The time where the lead is, when that differs from here.
 * @param {number} at @param {string|null} [zone] */
export function there(at, zone) {
  try {
    const format = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', timeZone: zone || undefined })
    return zone && format.format(at) !== clock(at) ? `${format.format(at)} there` : ''
  } catch { return '' }
}

/** "40 seconds", "3 minutes".
 * @param {number} seconds */
export function span(seconds) {
  if (seconds < 90) return counted(Math.max(1, Math.round(seconds)), 'second')
  if (seconds < 5400) return counted(Math.round(seconds / 60), 'minute')
  return seconds < 129_600 ? counted(Math.round(seconds / 3600), 'hour') : counted(Math.round(seconds / 86_400), 'day')
}

/** @param {number|null|undefined} value */
export function bytes(value) {
  if (value === null || value === undefined) return '–'
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: units[step], unitDisplay: step ? 'short' : 'long', maximumFractionDigits: step > 1 ? 1 : 0 }).format(value / 1000 ** step)
}
