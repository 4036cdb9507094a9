// Drafts for many leads: first what they cost and what is sent.
import { api, html } from '../view.js'
import { ask } from './dialog.js'
import { requestPart } from './proposal_card.js'
import { note } from './states.js'
import { done } from './toasts.js'
import { count, counted, dollars, span } from '../models/format.js'

/** @param {Record<string, any>} target for whom @param {string} [kind] @returns {Promise<any>} */
export async function draftMany(target, kind = 'mail') {
  const body = { ...target, kind }
  const outlook = await api.post('/api/drafts/preview', body)
  const { value } = await ask(content(outlook, kind), { wide: true })
  if (value === 'mail' || value === 'snippet') return draftMany(target, value)
  if (!value) return
  const { job_id: job, count: asked } = await api.post('/api/jobs/drafts', { ...body, seen: outlook.first?.look.hash })
  done(`${counted(asked, 'draft')} will wait under Review.`, () => api.post(`/api/jobs/${job}/cancel`))
}

/** @param {Outlook} outlook @param {string} kind */
function content({ count: many, written, over, left_out: out, left_out_count: outs, most_cost: most, likely_cost: likely, cost_left: left, reach, per_minute: pace, problem, first }, kind) {
  return html`<h2>Write drafts for ${counted(many, 'lead')}?</h2><div class="dialog-text stack"><div class="row">${[['mail', 'Whole mails'], ['snippet', 'Openings']].map(([value, text]) => html`<button class="chip" value="${value}" aria-pressed="${String(kind === value)}">${text}</button>`)}</div>
    <p>${kind === 'mail' ? 'One draft for each lead’s first mail that waits for approval.' : html`One or two sentences where a mail says <code>{{ opening }}</code>, else for the first mail that waits.`} Drafts wait under Review, each sentence with its source. You approve each mail.</p>
    ${problem ? note('attention', problem, html`<a class="button button-small" href="/settings/drafting">Drafting</a>`) : ''}
    ${many ? html`<p>It costs ${likely === null ? '' : `about ${dollars(likely)}, going by your drafts so far, and `}<b>${dollars(most)}</b> at the very most; ${dollars(left)} of your limit is left${left < most ? '; where it ends, writing stops and says so' : ''}. At most ${count(pace)} a minute: about ${span(many / pace * 60)}.</p>` : ''}
    ${reach < many ? note('attention', `Your limits leave room for ${count(reach)} now; try the others later.`) : ''}
    ${written ? html`<p>${count(written)} are written already and cost nothing.</p>` : ''}${over ? html`<p>${count(over)} more come after these.</p>` : ''}
    ${outs ? html`<details><summary class="link">${counted(outs, 'lead')} left out</summary><ul class="small">${out.map((one) => html`<li><a href="/leads/${one.lead_id}">${one.lead_name}</a>: ${one.detail}</li>`)}</ul></details>` : ''}
    ${first ? html`<details><summary class="link">Exactly what is sent for ${first.lead_name}</summary>${requestPart(first.look)}</details>` : ''}</div>
    <div class="dialog-buttons"><button class="button" value="">Close</button>${many && !problem ? html`<button class="button button-main" value="yes">Write them</button>` : ''}</div>`
}
