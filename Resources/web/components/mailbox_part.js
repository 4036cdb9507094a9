// The mailbox of the settings, and a test of each part of the way.
import { api, html, View } from '../view.js'
import { mailboxRow, turnMailbox } from './mailbox_row.js'
import { icon } from './icon.js'
import { testList } from './test_list.js'

export class MailboxPart extends View {
  /** @type {MailboxState[]} */
  mailboxes = []
  /** @type {{ok: boolean, steps: TestStep[]}|null} */
  result = null
  /** What the name servers say of the sender's domain.
   * @type {{name: string, ok: boolean|null, detail: string, advice: string|null}[]|null} */
  domain = null
  /** @type {Acts} */
  acts = {
    domain: async () => { this.domain = (await api.post('/api/preflight')).checks; this.update() },
    test: async () => { this.result = await api.post('/api/mailbox/test', { values: {} }); this.update() },
    turn: (button) => turnMailbox(this, this.mailboxes, button),
    takesPrimary: async (input) => { await api.patch(`/api/mailboxes/${input.dataset.id}`, { takes_leads: input.checked }); await this.reload() },
  }

  async fetch() { this.mailboxes = (await api.get('/api/mailboxes')).data }

  template() {
    return this.framed(() => html`<div class="stack">${this.mailboxes.filter((one) => one.provider === 'practice' || one.is_primary).map((one) => mailboxRow(one, false))}
      <p class="quiet"><a href="/settings/mailboxes">All mailboxes</a>: more addresses to write from, each with its own limits.</p>
      <div class="row"><button class="button" data-act="test">Test the mailbox</button><span class="quiet">Logs in and out again. No mail is sent.</span></div>${this.result ? testList(this.result) : ''}
      <div class="row"><button class="button" data-act="domain">Check your domain</button><span class="quiet">Whether receivers can tell that your mail is yours: SPF, DKIM, DMARC.</span></div>${this.domain ? html`<ul class="checks" aria-live="polite">${this.domain.map(({ name, ok, detail, advice }) => html`<li>${icon(ok ? 'check' : ok === false ? 'warning' : 'dot', `tone-${ok ? 'good' : ok === false ? 'attention' : 'plain'}`)}<div><b>${name}</b><span class="hidden">${ok ? 'good' : ok === false ? 'needs a look' : 'could not be told'}</span> <span class="quiet">${detail}</span>${advice ? html`<p class="check-advice">${advice}</p>` : ''}</div></li>`)}</ul>` : ''}</div>`)
  }
}
