// Work on picked leads that takes its time: checking addresses, reading and measuring web sites.
import { api, html } from '../view.js'
import { confirm } from './dialog.js'
import { say } from './toasts.js'
import { count, counted, dollars } from '../models/format.js'

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
