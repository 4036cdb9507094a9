import { api, html, View } from '../view.js'
import { confirm } from '../components/dialog.js'
import { empty, icon, note } from '../components/states.js'
import { say } from '../components/toasts.js'
import { count, exact } from '../models/format.js'

/** @type {Record<string, string>} */
const CAUSES = {
  restored: 'A backup was opened.', older: 'The data on this computer is older than what was sent from it: an earlier copy was put in its place.',
  moved: 'Everything was taken over from another computer. If the program still sends there, everybody gets each mail twice: stop it there first.',
  unknown_mail: 'Your Sent folder holds mails from this program that its data does not know. This computer was probably put back to an earlier state.',
}
/** What the Sent folder could prove.
 * @type {Record<string, {tone: 'good'|'attention'|'waiting', text: string}>} */
const PROOFS = {
  unread: { tone: 'waiting', text: 'Your mailbox is being compared with the data. This takes a moment; nothing is sent meanwhile.' },
  complete: { tone: 'good', text: 'Your Sent folder was read. Your provider files every mail there, so what is not in it did not leave.' },
  own_copies: { tone: 'attention', text: 'Your Sent folder was read, but only this program files copies there. A mail may have left without a copy.' },
  missing: { tone: 'attention', text: 'Your mailbox has no Sent folder, so it can’t be known what left.' },
  offline: { tone: 'attention', text: 'Your mailbox could not be read, so it can’t be known what left. It is tried again every few minutes.' },
  not_set_up: { tone: 'attention', text: 'Reading your mailbox (IMAP) is not set up, so it can’t be known what left.' },
}

/** What to do after the data went back in time, so that nobody gets a mail twice. */
export default class Restored extends View {
  title = 'After going back'
  place = 'restored'
  /** @type {GuardAnswer|null} */
  answer = null
  /** @type {Acts} */
  acts = {
    check: async () => { await api.post('/api/restore-guard/check'); say('Your mailbox is compared again.') },
    got: (button) => this.decide(button.dataset.id ?? '', true),
    none: (button) => this.decide(button.dataset.id ?? '', false),
    stop: () => this.end(true),
    release: () => this.end(false),
  }

  news = ['status', 'job']

  async fetch() { this.answer = await api.get('/api/restore-guard') }

  /** @param {string} id @param {boolean} written */
  async decide(id, written) {
    this.answer = await api.post(`/api/restore-guard/held/${id}`, { written })
    say(written ? 'Stopped: this lead had the mail.' : 'This lead goes on.')
    this.update()
  }

  /** @param {boolean} written */
  async end(written) {
    const held = this.answer?.held_count ?? 0
    const text = !held ? 'Approved mails leave again at their times.'
      : written ? `${count(held)} held leads are stopped and get no further mail of their campaign. All others go on.`
        : `${count(held)} held leads go on. If one of them had its mail already, it gets it a second time.`
    const moved = this.answer?.guard?.cause === 'moved'
    if (!await confirm({ title: moved ? 'Does the other computer no longer send?' : 'Let sending go on?', text: moved ? `Say this only if the program is paused, ended or removed there. ${text}` : text, act: moved ? 'It stopped; send from here' : 'Go on', stay: 'Not yet', danger: held > 0 && !written })) return
    await api.post('/api/restore-guard/end', { held_were_written: written, other_stopped: moved })
    say('Sending goes on.')
    this.context.router.go('/')
  }

  template() { return html`<div class="page-head"><h1>After going back</h1></div>${this.framed(() => this.content())}` }

  content() {
    const { guard, held, held_count: total } = /** @type {GuardAnswer} */ (this.answer)
    if (!guard) return empty({ icon: 'check', title: 'Nothing to decide', text: 'Your data and your mailbox agree. Sending works as usual.', actions: html`<a class="button" href="/">To Today</a>` })
    const proof = PROOFS[guard.proof] ?? PROOFS.unread
    return html`<div class="stack"><p class="page-lead">${CAUSES[guard.cause] ?? CAUSES.restored} What happened after <b>${exact(guard.since)}</b> is not in it. Nothing is sent until you decide, so nobody gets a mail twice.</p>
      ${note(proof.tone, proof.text, html`<button class="button button-small" data-act="check">${icon('again')}Compare again</button>`)}
      ${guard.lost_mailboxes ? note('attention', html`This data does not know ${guard.lost_mailboxes === 1 ? 'a mailbox' : `${guard.lost_mailboxes} mailboxes`} that mail left from later. Add it again under <a href="/settings/mailboxes">Mailboxes</a>, and compare again, so that what lies in its Sent folder counts.`) : ''}
      ${guard.found ? note('good', html`<b>${count(guard.found)}</b> mails that the data did not know were found in your mailbox. They count as sent.`) : ''}
      ${total ? this.held(held, total) : ''}
      ${guard.checked_at ? html`<div class="row">${total ? html`<button class="button button-main" data-act="stop">${icon('play')}Go on, and stop who is held</button><button class="button" data-act="release">Go on with all</button>`
    : html`<button class="button button-main" data-act="release">${icon('play')}Go on sending</button>`}</div>` : ''}</div>`
  }

  /** @param {GuardAnswer['held']} held @param {number} total */
  held(held, total) {
    return html`<section><h2>Did these leads get their mail?</h2><p class="quiet">They were due since that moment, and nothing proves that their mail did not leave. Look into the Sent folder of your mailbox, or ask them.</p>
      <ul class="list">${held.map((one) => html`<li class="list-row" data-key="${one.id}"><span class="list-main"><a href="/leads/${one.lead_id}"><b>${one.lead_name}</b></a><span class="quiet small">${one.campaign_name}</span></span>
        <span class="row"><button class="button button-small" data-act="got" data-id="${one.id}" aria-label="${one.lead_name} had it">Had it</button><button class="button button-small" data-act="none" data-id="${one.id}" aria-label="${one.lead_name} had nothing">Had nothing</button></span></li>`)}</ul>
      ${total > held.length ? html`<p class="quiet small">And ${count(total - held.length)} more; the buttons below decide for all.</p>` : ''}</section>`
  }
}
