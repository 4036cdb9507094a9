import { api, html, View } from '../view.js'
import { dayChart, funnel, gauge } from '../components/charts.js'
import { crashNote } from '../components/crash_reports.js'
import { STATES as BOXES } from '../components/mailbox_row.js'
import { badge, empty, icon, note } from '../components/states.js'
import { taskList } from '../components/task_list.js'
import { say } from '../components/toasts.js'
import { ago, clock, count, counted, exact, moment } from '../models/format.js'
import { labelOf, LEAD_STATES } from '../models/labels.js'
import { pillOf } from '../models/sending.js'

const PARTS = [[5, 'Good evening'], [12, 'Good morning'], [18, 'Good afternoon'], [24, 'Good evening']]

/** What needs me now, and what will leave this computer? */
export default class Today extends View {
  title = 'Today'
  place = 'today'
  /** @type {TodayAnswer|null} */
  today = null
  /** @type {CrashReport[]} */
  crashes = []

  /** @type {{data: PersonTask[], count: number}} */
  tasks = { data: [], count: 0 }
  /** @type {Acts} */
  acts = { taskDone: async (button) => { await api.post(`/api/tasks/${button.dataset.id}/done`); say('Done. The sequence goes on from here.'); await this.reload() } }

  news = ['lead', 'message', 'reply', 'status', 'import', 'task']

  async fetch() {
    const [today, crashes, tasks] = await Promise.all([api.get('/api/today'), api.get('/api/system/crashes'), api.get('/api/tasks', { limit: 20 })])
    this.today = today
    this.crashes = crashes.data
    this.tasks = tasks
  }

  template() {
    const hello = PARTS.find(([hour]) => new Date().getHours() < Number(hour))?.[1]
    return html`<div class="page-head"><div><h1>${hello}</h1>
      <p class="page-lead">${new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' }).format(Date.now())}</p></div></div>
      ${this.framed(() => this.content(/** @type {TodayAnswer} */ (this.today)))}`
  }

  /** @param {TodayAnswer} today */
  content(today) {
    const nobody = today.funnel.every(({ count }) => !count)
    return html`<div class="stack-large">${crashNote(this.crashes)}
      ${nobody ? html`${firstSteps()}${today.warnings.map(warning)}` : html`${needs(today)}<div class="today">
        <div class="stack-large">${taskList(this.tasks.data, this.tasks.count)}${this.days(today)}${activity(today)}</div>
        <div class="stack-large">${sending(today)}${states(today)}</div></div>`}</div>`
  }

  /** @param {TodayAnswer} today */
  days(today) {
    return html`<section class="today-part"><h2>The last 30 days</h2>${dayChart(today.days)}</section>`
  }
}

/** @param {{code: string, text: string, action: string|null}} one */
function warning({ text, action }) {
  const path = action?.startsWith('/') ? action : null
  return note('attention', text, path ? html`<a class="button button-small" href="${path}">Look at it</a>` : '')
}

function firstSteps() {
  return empty({
    icon: 'leads', title: 'Start with the businesses you want to reach',
    text: 'Bring a list, let the program look for businesses, or add a first one by hand. You look at every lead and every mail before anything is sent.',
    actions: html`<a class="button button-main" href="/import">${icon('upload')}Import a list</a><a class="button" href="/discover">${icon('discover')}Discover some</a><a class="button" href="/leads/new">${icon('plus')}Add one by hand</a>`,
  })
}

/** @param {TodayAnswer} today */
function needs({ needs, warnings, funnel }) {
  const approved = needs.review || needs.approve ? 0 : funnel.find(({ state }) => state === 'approved')?.count ?? 0
  const answers = needs.answer + needs.possible
  /** @param {number} figure @param {string} title @param {string} name @param {string} path @param {string} some @param {string} none */
  const need = (figure, title, name, path, some, none) => html`<a class="need ${figure ? '' : 'need-none'}" href="${path}">
    <span class="need-title">${icon(name)}${title}</span><span class="need-figure">${count(figure)}</span><span class="quiet need-text">${figure ? some : none}</span></a>`
  return html`<section class="stack-small" aria-label="What needs you">
    <div class="needs">${need(needs.review, 'To review', 'leads', '/review', `${needs.review === 1 ? 'lead' : 'leads'} to look at`, 'All leads are looked at')}
    ${need(needs.approve, 'To approve', 'review', '/review?kind=mails', needs.approve === 1 ? 'mail to read before it goes' : 'mails to read before they go', 'No mail waits for you')}
    ${need(answers, 'To answer', 'inbox', '/inbox', needs.possible ? `${counted(needs.possible, 'may be an answer', 'may be answers')}` : `${answers === 1 ? 'answer' : 'answers'} to read`, 'Everyone is answered')}</div>
    ${approved ? note('note', html`<b>${counted(approved, 'approved lead')} not written to yet.</b> A campaign does that.`, html`<a class="button button-main button-small" href="/campaigns">Go to Campaigns</a>`) : ''}
    ${needs.unsure ? note('attention', html`<b>${counted(needs.unsure, 'mail')} may or may not have been sent.</b> Nothing is sent twice: please decide.`, html`<a class="button button-small" href="/outbox?state=unsure">Decide</a>`) : ''}
    ${needs.failed ? note('bad', html`<b>${counted(needs.failed, 'mail')} could not be sent.</b> The Outbox says why and what to do.`, html`<a class="button button-small" href="/outbox?state=failed">See why</a>`) : ''}${warnings.filter(({ code }) => !['unsure', 'failed'].includes(code)).map(warning)}</section>`
}

/** @param {TodayAnswer} today */
function sending({ email_statistics: mail, sending, next_message: next, mailboxes }) {
  const pill = pillOf(sending)
  return html`<section class="today-part"><h2>Leaving this computer</h2>
    <div class="gauge">${gauge(mail.sent_today, mail.limit_day)}<div class="stack-small">
      <p><b class="tone-${pill.tone}">${pill.text}</b>${pill.more ? html` <span class="quiet">${pill.more}</span>` : ''}</p>
      <p class="quiet">${next?.at ? html`Next: <a href="/outbox/${next.id}">${next.lead_name}</a> <time datetime="${new Date(next.at).toISOString()}" title="${exact(next.at)}">${moment(next.at)}</time>` : pill.detail}</p>
      <p class="quiet small">${counted(mail.queued, 'mail')} waiting · ${count(mail.sent_hour)} of ${count(mail.limit_hour)} this hour${sending.state === 'practice' ? html` · <a href="/inbox/practice">Practice mailbox</a>` : ''}</p></div></div>
    ${mailboxes.length > 1 ? html`<ul class="boxes" aria-label="Mailboxes">${mailboxes.map((one) => html`<li data-key="${one.id}" title="${one.reason ?? ''}"><span><a href="/settings/mailboxes">${one.title}</a> <span class="quiet small">${count(one.sent_today)} of ${count(one.limit_today)}${one.waiting ? ` · ${count(one.waiting)} waiting` : ''}</span></span>${badge(BOXES[one.offline && one.state !== 'ok' ? 'offline' : one.state] ?? BOXES.ok)}</li>`)}</ul>` : ''}
    <p class="quiet small row">${icon('info')}<span class="grow">The computer must be on and awake for mails to go out and answers to come in. You can close this tab.</span></p></section>`
}

/** @param {TodayAnswer} today */
function states({ funnel: rows }) {
  return html`<section class="today-part"><h2>Leads <a href="/leads">All leads</a></h2>
    ${funnel(rows.map(({ state, count }) => ({ label: labelOf(LEAD_STATES, state).text, count, path: `/leads?state=${state}` })))}</section>`
}

/** Where an entity of the activity list is shown.
 * @type {Record<string, string>} */
const ROOMS = { lead: '/leads', message: '/outbox', reply: '/inbox', campaign: '/campaigns', import: '/import' }

/** @param {TodayAnswer} today */
function activity({ activity: items }) {
  return html`<section class="today-part"><h2>Latest</h2>${items.length ? html`<ul class="activity">${items.map((item) => html`<li data-key="${item.id}">
    <time datetime="${new Date(item.at).toISOString()}" title="${ago(item.at)}, ${exact(item.at)}">${Date.now() - item.at < 86_400_000 ? clock(item.at) : moment(item.at)}</time>
    ${ROOMS[item.entity] && item.entity_id ? html`<a href="${ROOMS[item.entity]}/${item.entity_id}">${item.text}</a>` : html`<span>${item.text}</span>`}</li>`)}</ul>`
    : html`<p class="quiet">What you and the program do is listed here.</p>`}</section>`
}
