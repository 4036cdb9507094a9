// Where a file is dropped, and the files of before.
import { html } from '../html.js'
import { icon } from './icon.js'
import { badge } from './states.js'
import { bytes, count, exact, moment } from '../models/format.js'

/** @type {Record<string, Label>} */
const STATES = {
  uploading: { text: 'Not complete', tone: 'attention', icon: 'upload' }, ready: { text: 'Ready', tone: 'accent', icon: 'review' }, running: { text: 'Running', tone: 'accent', icon: 'play' },
  completed: { text: 'Done', tone: 'good', icon: 'check' }, failed: { text: 'Failed', tone: 'bad', icon: 'warning' }, cancelled: { text: 'Stopped', tone: 'plain', icon: 'cross' },
}

/** @param {{name: string, done: number, total: number}|null} uploading */
export function dropPart(uploading) {
  if (uploading) {
    return html`<section class="drop" aria-label="Upload"><p><b>Reading ${uploading.name}</b></p><progress max="${uploading.total}" value="${uploading.done}" aria-label="Reading the file"></progress>
      <p class="quiet small">${bytes(uploading.done)} of ${bytes(uploading.total)}</p><button class="button" data-act="stopUpload">Stop</button></section>`
  }
  return html`<section class="drop" aria-label="Choose a file">${icon('upload', 'state-icon')}<h2>Drop a CSV file here</h2><p class="quiet">or choose one. The columns may have any names and any order, in any language.</p>
    <label class="button button-main button-large drop-button"><input class="drop-input" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" data-change="choose">Choose a file</label>
    <p class="quiet small">From Excel, Numbers or LibreOffice: save as CSV first. The file stays on this computer.</p></section>`
}

/** @param {Import[]} imports */
export function listPart(imports) {
  if (!imports.length) return ''
  return html`<section class="stack-small"><h2>Earlier imports</h2><ul class="list">${imports.map((one) => html`<li data-key="${one.id}"><a class="list-row" href="/import/${one.id}"><span class="list-main"><b class="cut">${one.name}</b><span class="quiet small">${one.finished_at ? `${count(one.imported)} new, ${count(one.updated)} brought up to date, ${count(one.failed)} failed` : ''}</span></span>
    ${badge(STATES[one.state] ?? STATES.ready)}<time class="quiet small when" title="${exact(one.created_at)}">${moment(one.created_at)}</time></a></li>`)}</ul></section>`
}
