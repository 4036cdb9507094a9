// Which mailboxes a campaign gives to new leads.
import { html } from '../html.js'
import { note } from './states.js'

/** @param {MailboxState[]} mailboxes @param {string[]} named none means all */
export function mailboxesPart(mailboxes, named) {
  const real = mailboxes.filter(({ provider }) => provider !== 'practice')
  if (real.length < 2) return note('note', html`${real.length ? html`Mails leave from <b>${real[0].title}</b>.` : 'No mailbox is set up yet.'} With more than one, leads are shared among them. <a href="/settings/mailboxes">Mailboxes</a>`)
  return html`<form class="stack" data-submit="mailboxes"><fieldset class="stack-small"><legend class="field-label">Mails of this campaign leave from</legend>
    ${real.map((one) => html`<div class="tick" data-key="${one.id}"><input type="checkbox" id="from-${one.id}" name="mailbox" value="${one.id}" ${named.includes(one.id) ? 'checked' : ''}><div><label for="from-${one.id}">${one.title}</label>${one.takes_leads ? '' : html`<p class="field-help">Takes no new leads at present.</p>`}</div></div>`)}</fieldset>
    <p class="quiet">None ticked: every mailbox that takes new leads. Each lead gets the one that will be through with its mails soonest, and keeps it. Leads that have one keep it whatever you choose.</p>
    <div class="row"><button class="button button-main">Save</button></div></form>`
}
