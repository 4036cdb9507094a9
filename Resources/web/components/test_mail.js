// A mail to oneself, to see it arrive.
import { api } from '../api.js'
import { ask } from './dialog.js'
import { say } from './toasts.js'
import { html } from '../html.js'

/** @type {Record<string, string>} */
const OUTCOMES = { accepted: 'Sent to yourself', saved: 'Put into your drafts', refused: 'Not sent', not_sent: 'Not sent', unknown: 'Perhaps sent' }

/** Sends a mail, or what templates make of a lead, to the person's own address.
 * @param {Record<string, any>} body */
export async function sendTest(body) {
  say('The test is on its way …')
  const { outcome, detail, to, mode } = await api.post('/api/test-mails', body)
  const { value } = await ask(html`<h2>${OUTCOMES[outcome] ?? outcome}</h2><div class="dialog-text"><p>${detail}</p><p class="quiet">${mode === 'practice' ? 'In practice nothing leaves this computer.' : `To ${to}. It counts for no lead and no limit.`}</p></div>
    <div class="dialog-buttons">${mode === 'practice' && outcome === 'accepted' ? html`<button class="button" value="open">Look at it</button>` : ''}<button class="button button-main" value="">Good</button></div>`)
  if (value === 'open') location.assign('/inbox/practice')
}
