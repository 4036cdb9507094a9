// How far long work has come, at what pace, and how long it will take.
import { count, span } from './format.js'

/** Words for a job's progress.
 * @param {{done: number, total: number}|null} progress @param {number|null} startedAt @param {number} [now] */
export function progressText(progress, startedAt, now = Date.now()) {
  if (!progress?.total) return progress ? `${count(progress.done)} so far` : ''
  const seconds = startedAt ? (now - startedAt) / 1000 : 0
  const rate = seconds > 1 ? progress.done / seconds : 0
  const left = rate > 0 ? (progress.total - progress.done) / rate : 0
  const words = [`${count(progress.done)} of ${count(progress.total)}`]
  if (rate >= 1) words.push(`${count(Math.round(rate))} a second`)
  if (left > 1 && progress.done < progress.total) words.push(`about ${span(left)} left`)
  return words.join(' · ')
}
