// Work on picked leads that takes its time: checking addresses, reading web sites.
import { html } from '../html.js'
import { api } from '../api.js'
import { confirm } from './dialog.js'
import { say } from './toasts.js'
import { count, counted } from '../models/format.js'

/** @param {string} kind `verify` or `enrich` @param {string[]} ids */
export async function work(kind, ids) {
  if (kind === 'enrich') {
    const { asked, without_site: without } = await api.post('/api/jobs/enrich', { ids })
    return say(`${counted(asked, 'web site')} will be read.${without ? ` ${counted(without, 'lead')} without one.` : ''}`)
  }
  const { is_set_up: ready, quota, problem } = await api.get('/api/verifier')
  if (!ready) return say('Enter your Hunter key under Settings › Services first: it checks addresses.')
  if (problem) return say(problem)
  const left = quota ? html` ${count(Math.floor(quota.available - quota.used))} of ${count(quota.available)} credits are left${quota.resets_on ? ` until ${quota.resets_on}` : ''}.` : ''
  if (!await confirm({ title: `Check ${counted(ids.length, 'address', 'addresses')}?`, text: html`Hunter is asked about each, which costs up to a credit of your plan. What was checked in the last 90 days is left out.${left}`, act: 'Check' })) return
  const { count: asked } = await api.post('/api/jobs/verify', { ids })
  say(`${counted(asked, 'address', 'addresses')} will be checked.`)
}
