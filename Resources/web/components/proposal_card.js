// What Gemini drafted for one mail: each sentence beside what it rests on. The person takes it, or leaves it.
import { api, html, View } from '../view.js'
import { ask } from './dialog.js'
import { badge, icon, note } from './states.js'
import { outside } from './timeline.js'
import { done, say } from './toasts.js'
import { counted, dollars, exact, listed, moment } from '../models/format.js'

/** @type {Record<string, {title: string, draft: string, take: string}>} */
const KINDS = {
  mail: { title: 'A draft of the mail', draft: 'Draft the mail', take: 'Use this text' },
  snippet: { title: 'A draft of an opening', draft: 'Draft an opening', take: 'Put it before your words' },
}

export class ProposalCard extends View {
  /** @type {Writer|null} */
  writer = null
  /** @type {Proposal[]} */
  list = []
  /** @type {Acts} */
  acts = {
    draft: (button) => this.draft(button.dataset.kind ?? 'mail', button.dataset.again === 'true'),
    look: (button) => this.look(button.dataset.kind ?? 'mail'),
    take: (button) => this.take(button.dataset.id ?? ''),
  }

  /** @param {Element} root @param {Context} context @param {Message} message @param {() => Promise<void>} changed what to do once the mail is another */
  constructor(root, context, message, changed) {
    super(root, context)
    this.message = message
    this.changed = changed
  }

  news = ['proposal', 'job']

  async fetch() {
    this.writer = await api.get('/api/writer')
    this.list = this.writer?.has_key || this.writer?.accepted_at ? (await api.get(`/api/messages/${this.message.id}/proposals`)).data : []
  }

  /** @param {string} kind @param {boolean} again @param {string} [seen] */
  async draft(kind, again, seen) {
    await api.post('/api/jobs/propose', { message_ids: [this.message.id], kind, again, seen })
    await this.reload()
  }

  /** Exactly what would be sent, before anything is.
   * @param {string} kind */
  async look(kind) {
    const look = await api.get(`/api/messages/${this.message.id}/proposals/look`, { kind })
    const isFree = !this.writer?.problem && !this.list.some((one) => one.kind === kind && one.text)
    if (await showLook(look, isFree ? KINDS[kind].draft : '')) await this.draft(kind, false, look.hash)
  }

  /** @param {string} id */
  async take(id) {
    const { message } = this
    const before = await api.get(`/api/messages/${message.id}`)
    await api.post(`/api/messages/${message.id}/proposals/${id}/take`, { version: before.message.version })
    await this.changed()
    await this.reload()
    done('It is in the mail now. Read it before you approve it.', async () => {
      await api.post(`/api/proposals/${id}/accept`, { accepted: false })
      const now = await api.get(`/api/messages/${message.id}`)
      if (now.message.hash !== before.message.hash) await api.patch(`/api/messages/${message.id}`, { version: now.message.version, subject: before.message.subject, text: before.text, ...(before.html ? { html: before.html } : {}) })
      await this.changed()
      await this.reload()
    })
  }

  template() {
    const writer = this.writer
    if (!writer?.has_key || this.message.kind !== 'campaign') return html``
    const free = ['mail', 'snippet'].filter((kind) => !this.list.some((one) => one.kind === kind && (one.text !== null || one.is_waiting)))
    return html`<section class="card" aria-label="Drafts by Gemini"><div class="row row-between"><h2>Drafts by ${writer.name}</h2><a class="small" href="/settings/drafting">What it is told, and what it costs</a></div>
      ${this.list.map((one) => this.proposal(one))}
      ${writer.problem ? note('attention', html`${writer.problem} The mail keeps your words.`) : ''}
      ${free.length ? html`<div class="row">${free.map((kind) => html`<button class="button" data-act="draft" data-kind="${kind}" ${writer.problem ? 'disabled' : ''}>${icon('edit')}${KINDS[kind].draft}</button>`)}<button class="button button-plain" data-act="look" data-kind="${free[0]}">${icon('eye')}See what would be sent</button></div>` : ''}</section>`
  }

  /** @param {Proposal} one */
  proposal(one) {
    const { title, take, draft } = KINDS[one.kind]
    if (one.is_waiting) return html`<div class="row" role="status" data-key="${one.id}">${icon('clock')}<span>${title} is being written …</span></div>`
    if (one.text === null) return one.problem ? html`<div data-key="${one.id}">${note('attention', html`<b>No draft:</b> ${one.problem} The mail keeps your words.`)}</div>` : ''
    const dropped = one.sentences.filter((sentence) => sentence.dropped).length
    const doubts = one.sentences.filter((sentence) => !sentence.dropped && sentence.flags.length).length
    const isIn = one.sentences.some((sentence) => sentence.in_mail)
    return html`<article class="stack-small" data-key="${one.id}"><div class="row row-between"><h3>${title}</h3>${isIn ? badge({ text: 'In the mail', tone: 'good', icon: 'check' }) : html`<span class="quiet small" title="${exact(one.written_at)}">${one.model}, ${moment(one.written_at)}</span>`}</div>
      ${one.is_old ? note('note', 'What is known of this business, or your template, changed since this was written.') : ''}
      ${doubts ? html`<p class="row nowrap-row small">${icon('warning', 'tone-attention')}<span>${counted(doubts, 'sentence')} to check: ${doubts === 1 ? 'it says' : 'they say'} more than the evidence does.</span></p>` : ''}
      ${dropped ? html`<p class="row nowrap-row small">${icon('shield', 'tone-attention')}<span>${counted(dropped, 'sentence')} left out: foreign links, addresses and numbers never get into a mail from a draft.</span></p>` : ''}
      <ol class="claims">${one.subject ? sentence(one.subject, one.evidence, 'Subject: ') : ''}${one.sentences.map((each) => sentence(each, one.evidence))}</ol>
      ${one.flattens_html && !isIn ? note('attention', 'This mail’s HTML says other words than its text, so using this draft makes plain paragraphs of it: layout and pictures go. Undo brings them back.') : ''}
      <div class="row">${one.text && !isIn ? html`<button class="button button-main" data-act="take" data-id="${one.id}">${icon('check')}${one.fills_template ? 'Use it as the opening' : take}</button>` : ''}
        <button class="button" data-act="draft" data-kind="${one.kind}" data-again="true" aria-label="${draft} once more" ${this.writer?.problem ? 'disabled' : ''}>${icon('again')}Another</button><button class="button button-plain" data-act="look" data-kind="${one.kind}">${icon('eye')}See what would be sent</button></div></article>`
  }
}

/** What is told and the very bytes.
 * @param {WriterLook} look */
export function requestPart({ url, body, told, untold, most_cost: cost }) {
  return html`<div class="dialog-text"><p><b>It tells</b> ${listed(told)}. <b>It does not tell</b> ${listed(untold)}.</p>
    <p>To <code>${url}</code>, with your key in a header${cost ? html`; it costs ${dollars(cost)} at the very most` : ''}:</p></div><pre class="mail-raw" tabindex="0" aria-label="The request">${body}</pre>`
}

/** A sentence, and beside it what it rests on or lacks.
 * @param {Claim} claim @param {ClaimEvidence[]} all @param {string} [before] */
export function sentence({ text, evidence, flags, dropped }, all, before = '') {
  const behind = all.filter(({ id }) => evidence.includes(id))
  return html`<li><p>${before}${dropped ? html`<s>${text}</s>` : text}</p><div class="claim-side">
    ${flags.map((flag) => html`<p class="row">${icon(dropped ? 'shield' : 'warning', 'tone-attention')}<span>${dropped ? 'Left out: ' : ''}${flag.text}</span></p>`)}
    ${dropped ? '' : behind.map((one) => html`<details><summary class="row">${icon('check', flags.length ? 'tone-plain' : 'tone-good')}<span>${one.title}</span>${icon('down')}</summary><blockquote>${one.excerpt}</blockquote><p class="quiet">${one.url ? html`${outside(one.url)} · ` : ''}<span title="${exact(one.at)}">${moment(one.at)}</span> · <span title="SHA-256 ${one.hash}">${one.hash.slice(0, 8)}</span></p></details>`)}</div></li>`
}

/** The dialog with the very bytes; true where the person sends them.
 * @param {WriterLook} look @param {string} act empty where it is only for looking */
export async function showLook(look, act) {
  const { value } = await ask(html`<h2>Exactly what would be sent</h2>${requestPart(look)}
    <div class="dialog-buttons"><button class="button" value="">Close</button>${act ? html`<button class="button button-main" value="yes">Send this: ${act.toLowerCase()}</button>` : ''}</div>`, { wide: true })
  if (value === 'yes') say('It is asked. The draft appears here.')
  return value === 'yes'
}
