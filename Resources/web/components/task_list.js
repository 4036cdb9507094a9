// What the person has to do in sequences: calls, contact forms, letters.
import { html } from '../html.js'
import { icon } from './icon.js'
import { outside } from './timeline.js'
import { exact, moment } from '../models/format.js'
import { KINDS } from '../models/sequence.js'

/** @param {PersonTask[]} tasks @param {number} count how many there are in all */
export function taskList(tasks, count) {
  if (!tasks.length) return ''
  return html`<section class="today-part" aria-label="Your tasks"><h2>Your tasks</h2><ul class="list list-flat">${tasks.map((task) => html`<li class="list-row list-top" data-key="${task.id}"><span class="list-main"><span class="row">${icon(KINDS[task.kind]?.icon ?? 'dot')}<b>${KINDS[task.kind]?.title ?? task.kind}: <a href="/leads/${task.lead_id}">${task.lead_name}</a></b></span>
    <span class="quiet small">${[task.contact_name, where(task)].filter(Boolean).map((one, index) => html`${index ? ' · ' : ''}${one}`)} · ${task.campaign_name} · due <time datetime="${new Date(task.due_at).toISOString()}" title="${exact(task.due_at)}">${moment(task.due_at)}</time>${task.mode === 'practice' ? ' · practice' : ''}</span>
    <span class="task-text">${task.text}</span></span><button class="button button-small" data-act="taskDone" data-id="${task.id}" aria-label="Done: ${KINDS[task.kind]?.title} ${task.lead_name}">${icon('check')}Done</button></li>`)}</ul>
    ${count > tasks.length ? html`<p class="quiet small">${tasks.length} of ${count} are shown.</p>` : ''}</section>`
}

/** @param {PersonTask} task */
function where({ kind, phone, website, address }) {
  if (kind === 'call') return phone ?? 'no phone number is known'
  return kind === 'form' ? website ? outside(website) : 'no web site is known' : address ?? 'no street address is known'
}
