// The mailboxes in use, and a test of each part of the way.
import { html } from '../html.js'
import { api } from '../api.js'
import { View } from '../view.js'
import { badge, note } from './states.js'
import { confirm } from './dialog.js'
import { icon } from './icon.js'
import { testList } from './test_list.js'
import { done } from './toasts.js'
import { ago, count } from '../models/format.js'

/** @type {Record<string, Label>} */
const STATES = { ok: { text: 'Works', tone: 'good', icon: 'check' }, paused: { text: 'Paused', tone: 'waiting', icon: 'pause' }, failing: { text: 'Fails', tone: 'bad', icon: 'warning' } }

/** What to do before a mailbox goes on that the program paused.
 * @type {Record<string, string>} */
const CAUSES = {
  sign_in: 'Test the mailbox first: a server that is asked again and again with a wrong password may lock the account.',
  refused: 'Going on before the provider takes your mail again makes it worse. Its help pages say how to get cleared.',
  bounces: 'First take out the addresses that you are not sure of. From now on bounces are counted anew.',
}

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
    turn: (button) => this.turn(button.dataset.id ?? '', button.dataset.to ?? ''),
  }

  async fetch() { this.mailboxes = (await api.get('/api/mailboxes')).data }

  /** @param {string} id @param {string} to */
  async turn(id, to) {
    const one = this.mailboxes.find((other) => other.id === id)
    const warning = to === 'resume' && CAUSES[one?.cause ?? '']
    if (warning && !await confirm({ title: 'Let this mailbox send again?', text: html`<p>${one?.paused_reason}</p><p>${warning}</p>`, act: 'Resume', stay: 'Not yet' })) return
    await api.post(`/api/mailboxes/${id}/${to}`)
    done(to === 'pause' ? 'This mailbox sends nothing now.' : 'This mailbox sends again.', async () => { await api.post(`/api/mailboxes/${id}/${to === 'pause' ? 'resume' : 'pause'}`); await this.reload() })
    await this.reload()
  }

  template() {
    return this.framed(() => html`<div class="stack">${this.mailboxes.map((one) => html`<div class="list-row list-flat" data-key="${one.id}"><span class="list-main"><b>${one.address}</b><span class="quiet small">${one.limit_today === null ? 'Nothing leaves this computer' : `${count(one.sent_today)} of ${count(one.limit_today)} sent in 24 hours`}${one.health.last_ok_at ? ` · worked ${ago(one.health.last_ok_at)}` : ''}</span></span>
      ${badge(STATES[one.state] ?? STATES.ok)}<button class="button button-small" data-act="turn" data-id="${one.id}" data-to="${one.state === 'paused' ? 'resume' : 'pause'}">${one.state === 'paused' ? 'Resume' : 'Pause'}</button></div>
      ${one.paused_reason || one.health.last_error ? note('attention', one.paused_reason ?? one.health.last_error) : ''}`)}
      <div class="row"><button class="button" data-act="test">Test the mailbox</button><span class="quiet">Logs in and out again. No mail is sent.</span></div>${this.result ? testList(this.result) : ''}
      <div class="row"><button class="button" data-act="domain">Check your domain</button><span class="quiet">Whether receivers can tell that your mail is yours: SPF, DKIM, DMARC.</span></div>${this.domain ? html`<ul class="checks" aria-live="polite">${this.domain.map(({ name, ok, detail, advice }) => html`<li>${icon(ok ? 'check' : ok === false ? 'warning' : 'dot', `tone-${ok ? 'good' : ok === false ? 'attention' : 'plain'}`)}<div><b>${name}</b><span class="hidden">${ok ? 'good' : ok === false ? 'needs a look' : 'could not be told'}</span> <span class="quiet">${detail}</span>${advice ? html`<p class="check-advice">${advice}</p>` : ''}</div></li>`)}</ul>` : ''}</div>`)
  }
}
