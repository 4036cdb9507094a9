// What is done with picked leads and loaded when it is: their outcome, and work that takes its time, such as checking addresses, reading and
// measuring web sites.
import { api, html } from '../view.js'
import { ask, confirm } from './dialog.js'
import { choice } from './field.js'
import { say } from './toasts.js'
import { count, counted, dollars } from '../models/format.js'
import { OUTCOMES } from '../models/labels.js'

/** @param {string} kind `drafts`, `verify`, `enrich`, `measure`, or `rank` for measuring with the ranks of domains @param {string[]} ids */
export async function work(kind, ids) {
  if (kind === 'drafts') return (await import('./draft_many.js')).draftMany({ lead_ids: ids })
  if (kind === 'enrich') {
    const { asked, without_site: without } = await api.post('/api/jobs/enrich', { ids })
    return say(`${counted(asked, 'web site')} will be read.${without ? ` ${counted(without, 'lead')} without one.` : ''}`)
  }
  if (kind === 'measure' || kind === 'rank') return measure(ids, kind === 'rank')
  const { is_set_up: ready, quota, problem } = await api.get('/api/verifier')
  if (!ready) return say('Enter your Hunter key under Settings › Services first: it checks addresses.')
  if (problem) return say(problem)
  const left = quota ? html` ${count(Math.floor(quota.available - quota.used))} of ${count(quota.available)} credits are left${quota.resets_on ? ` until ${quota.resets_on}` : ''}.` : ''
  if (!await confirm({ title: `Check ${counted(ids.length, 'address', 'addresses')}?`, text: html`Hunter is asked about each, which costs up to a credit of your plan. What was checked in the last 90 days is left out.${left}`, act: 'Check' })) return
  const { count: asked } = await api.post('/api/jobs/verify', { ids })
  say(`${counted(asked, 'address', 'addresses')} will be checked.`)
}

/** Says what it could cost, then asks.
 * @param {string[]} ids @param {boolean} ranks */
async function measure(ids, ranks) {
  const { sites, most_cost: most, limit, problem } = await api.post('/api/jobs/check-sites/estimate', { ids, ranks })
  if (problem) return say(problem)
  const what = ranks ? 'how well its first page is made, and how high its domain ranks' : 'how well its first page is made'
  if (!await confirm({ title: `Measure ${counted(sites, 'web site')}?`, text: html`DataForSEO tells of each ${what}; both count in the score. It costs at most <b>${dollars(most)}</b> of your balance; your limit is ${dollars(limit)}. What was measured in the last 30 days is left out.`, act: 'Measure' })) return
  const { count: asked } = await api.post('/api/jobs/check-sites', { ids, ranks })
  say(`${counted(asked, 'web site')} will be measured.`)
}

/** Answers '' when the person leaves it. */
export async function askOutcome() {
  const choices = Object.entries(OUTCOMES).map(([value, { text }]) => ({ value, title: text }))
  const { value, form } = await ask(html`<h2>Outcome of the picked leads</h2>${choice({ name: 'outcome', legend: 'Outcome', value: 'open', choices })}<div class="dialog-buttons"><button class="button" value="">Cancel</button><button class="button button-main" value="yes">Set</button></div>`)
  return value ? String(form?.get('outcome') ?? '') : ''
}
