// The steps of a mailbox test: what works, what fails, and what to do about it.
import { html } from '../html.js'
import { icon, note } from './states.js'

/** @type {Record<string, string>} */
const STEPS = { dns: 'Find the server', connect: 'Reach the server', tls: 'Secure the line', login: 'Log in', folders: 'See the folders' }
/** @type {Record<string, string>} */
const SERVICES = { smtp: 'Sending', imap: 'Reading' }

/** @param {{ok: boolean, steps: TestStep[]}} result */
export function testList({ ok, steps }) {
  return html`<div class="stack" aria-live="polite">${ok ? note('good', html`<b>Everything works.</b> The mailbox can send and be read.`) : note('attention', html`<b>Not there yet.</b> See the first step that fails.`)}
    ${Object.entries(SERVICES).map(([service, title]) => {
      const own = steps.filter((step) => step.service === service)
      return own.length ? html`<section class="stack-small"><h3>${title}</h3><ul class="checks">${own.map(line)}</ul></section>` : ''
    })}</div>`
}

/** @param {TestStep} step */
function line({ step, ok, detail, advice }) {
  const [name, tone, word] = ok ? ['check', 'good', 'works'] : ok === false ? ['cross', 'bad', 'fails'] : ['dot', 'plain', 'not tried']
  return html`<li>${icon(name, `tone-${tone}`)}<div><b>${STEPS[step] ?? step}</b> <span class="hidden">${word}</span><span class="quiet">${detail}</span>${ok === false && advice ? html`<p class="check-advice">${advice}</p>` : ''}</div></li>`
}
