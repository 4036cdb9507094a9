// Parts of a campaign's page.
import { html } from '../html.js'
import { field } from './field.js'
import { icon } from './icon.js'
import { lintList } from './mail_view.js'
import { note } from './states.js'
import { count } from '../models/format.js'
import { fieldTitle } from '../models/labels.js'

/** @param {Campaign} campaign @param {string} id */
export function actsPart({ state }, id) {
  /** @param {string} to @param {string} text @param {string} name @param {string} [look] */
  const button = (to, text, name, look = '') => html`<button class="button ${look}" data-act="turn" data-to="${to}">${icon(name)}${text}</button>`
  return html`<div class="row"><a class="button" href="/campaigns/${id}/flight">${icon('clock')}Simulate</a><button class="button" data-act="enroll">${icon('leads')}Add all approved leads</button>
    ${state === 'running' ? button('pause', 'Pause', 'pause') : button('start', state === 'paused' ? 'Go on' : 'Start', 'play', 'button-main')}${state === 'stopped' ? '' : button('stop', 'Stop', 'stop')}</div>`
}

/** @param {Campaign} campaign */
export function countsPart({ id, counts, state }) {
  const rows = [['Leads', counts.enrolled], ['To approve', counts.composed], ['Waiting', (counts.approved ?? 0) + (counts.queued ?? 0)], ['Sent', counts.sent], ['Answered', counts.replied], ['Came back', counts.bounced]]
  return html`<section class="stack"><h2 class="hidden">Results</h2><dl class="figures">${rows.map(([name, value]) => html`<div data-key="${id}-${name}"><dt>${name}</dt><dd>${count(Number(value ?? 0))}</dd></div>`)}</dl>
    ${counts.composed ? note('note', html`<b>${count(counts.composed)} written and waiting for you.</b>`, html`<a class="button button-small" href="/review?kind=mails">Review them</a>`) : ''}
    ${state === 'running' && counts.enrolled && !counts.composed && !counts.sent && !counts.queued && !counts.approved ? note('note', 'No mail has been written yet.', html`<button class="button button-small" data-act="compose">Write them now</button>`) : ''}
    ${counts.enrolled ? '' : note('note', html`<b>No lead is in this campaign yet.</b> Add the approved ones, then start it.`)}</section>`
}

/** @param {{name: string, subject: string, text: string}} typed @param {Problem|null} problem @param {Preview|null} preview @param {boolean} isNew */
export function editorPart(typed, problem, preview, isNew) {
  /** @param {string} name */
  const wrong = (name) => problem?.field(name) || problem?.field(`steps.0.${name}`) || preview?.errors.filter((one) => one.field === name).map(({ line, detail }) => `${line ? `Line ${line}: ` : ''}${detail}`).join(' ') || ''
  return html`<form class="stack" data-submit="save" novalidate><h2>The mail</h2>
    ${field({ name: 'name', label: 'Name of the campaign', value: typed.name, input: 'type', error: problem?.field('name'), help: 'Only you see it.' })}
    ${field({ name: 'subject', label: 'Subject', value: typed.subject, input: 'type', error: wrong('subject') })}
    ${field({ name: 'text', label: 'Text', value: typed.text, rows: 15, input: 'type', error: wrong('text'), help: 'Your postal address and the way to say no are added below by themselves.' })}
    <div class="stack-small"><p class="quiet small" id="variables">Put in what is known about the lead:</p><div class="row" role="group" aria-labelledby="variables">${(preview?.variables ?? []).map(({ name, example }) => html`<button class="chip" type="button" data-act="variable" data-name="${name}" title="${example || 'This lead has none'}">${icon('plus')}${fieldTitle(name)}</button>`)}</div></div>
    <div class="row row-end"><button class="button button-main">${isNew ? 'Create the campaign' : 'Save'}</button></div></form>`
}

/** @param {Preview|null} preview @param {Lead[]} leads @param {string} chosen */
export function previewPart(preview, leads, chosen) {
  return html`<section class="stack" aria-label="Preview"><div class="row row-between"><h2>As one lead would read it</h2></div>
    ${field({ name: 'lead', id: 'preview-lead', label: 'Lead', value: chosen, change: 'lead', choices: leads.length ? leads.map((lead) => ({ value: lead.id, label: lead.business_name })) : [{ value: '', label: preview?.lead?.business_name ?? 'A made-up lead' }] })}
    ${preview ? html`<article class="mail"><header class="mail-head"><h3 class="mail-subject">${preview.subject || '(no subject)'}</h3></header><div class="mail-text">${preview.text}</div></article>
    <div class="stack-small" aria-live="polite">${preview.errors.length ? note('bad', html`<b>${preview.errors.length === 1 ? 'One thing has' : `${count(preview.errors.length)} things have`} to be put right before it can be sent.</b><ul>${preview.errors.map(({ detail }) => html`<li>${detail}</li>`)}</ul>`) : ''}${preview.errors.length ? '' : lintList(preview.lint)}</div>` : ''}</section>`
}
