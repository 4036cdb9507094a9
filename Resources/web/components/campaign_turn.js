// Starting, pausing and stopping a campaign.
import { api, html } from '../view.js'
import { confirm } from './dialog.js'
import { beforeStart } from './launch_check.js'
import { done, say } from './toasts.js'
import { counted } from '../models/format.js'

/** Moves a campaign; starting and pausing can be undone, stopping asks first. False where the person did not want it after all.
 * @param {Campaign} campaign @param {string} to start, pause or stop @param {() => any} reload */
export async function turnCampaign({ id, name, counts }, to, reload) {
  const back = { start: 'pause', pause: 'start' }[to]
  if (to === 'stop' && !await confirm({ title: 'Stop this campaign?', text: html`No further mail of <b>${name}</b> is written or sent. Mails that were sent stay sent. You can start it again.`, act: 'Stop it', danger: true })) return false
  const fate = to === 'start' ? await beforeStart(id) : {}
  if (!fate) return false
  const { lacking } = await api.post(`/api/campaigns/${id}/${to}`, fate)
  const some = lacking ? ` ${counted(lacking, 'lead')} ${fate.lacking === 'hold' ? 'will be held before the mail that can’t be written' : 'left out'}.` : ''
  const words = { start: `The campaign runs. ${counts.enrolled ? 'Mails are written and wait for your approval.' : 'Mails are written once leads are added.'}${some}`, pause: 'Paused. Nothing of this campaign goes out.', stop: 'Stopped.' }[to] ?? ''
  if (back) done(words, async () => { await api.post(`/api/campaigns/${id}/${back}`, back === 'start' ? { lacking: 'hold' } : undefined); await reload() })
  else say(words)
  return true
}
