// An import that runs, and its report.
import { html } from '../html.js'
import { icon, note } from './states.js'
import { progressBar } from './progress.js'
import { count } from '../models/format.js'

/** @param {Import} file @param {Job|null} job */
export function runningPart(file, job) {
  const done = file.imported + file.updated + file.skipped + file.failed
  const progress = job?.progress ?? (file.records ? { done, total: file.records } : null)
  return html`<section class="card">${progressBar('Importing', progress, job?.started_at ?? file.created_at, html`<button class="button button-small" data-act="cancel">Cancel</button>`)}
    <p class="quiet">You can leave this page; it goes on. What is in already stays, even if you stop.</p></section>`
}

/** @param {Import} file */
export function reportPart(file) {
  return html`<section class="stack">
    ${file.state === 'completed' ? note('good', html`<b>The import is done.</b> The leads wait for your look.`) : ''}
    ${file.state === 'failed' ? note('bad', html`<b>The import stopped with an error.</b> ${file.error ?? ''} What was imported before is kept; you can import the same file again, nothing comes twice.`) : ''}
    ${file.state === 'cancelled' ? note('attention', html`<b>You stopped the import.</b> What was imported before is kept; you can import the same file again, nothing comes twice.`) : ''}
    <dl class="figures">${[['New leads', file.imported], ['Brought up to date', file.updated], ['Here already', file.skipped], ['Not usable', file.failed]].map(([name, value]) => html`<div><dt>${name}</dt><dd>${count(Number(value))}</dd></div>`)}</dl>
    <div class="row"><a class="button button-main" href="/review">Review the leads</a><a class="button" href="/leads">See all leads</a>
    ${file.failed ? html`<a class="button" href="/api/imports/${file.id}/failed.csv" download>${icon('download')}Rows that failed, with the reason</a>` : ''}</div></section>`
}
