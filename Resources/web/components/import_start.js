// Where a file is dropped, and the files of before.
import { html } from '../html.js'
import { field } from './field.js'
import { badge, icon } from './states.js'
import { bytes, count, exact, moment } from '../models/format.js'

/** @type {Record<string, Label>} */
const STATES = {
  uploading: { text: 'Not complete', tone: 'attention', icon: 'upload' }, ready: { text: 'Ready', tone: 'accent', icon: 'review' }, running: { text: 'Running', tone: 'accent', icon: 'play' },
  completed: { text: 'Done', tone: 'good', icon: 'check' }, failed: { text: 'Failed', tone: 'bad', icon: 'warning' }, cancelled: { text: 'Stopped', tone: 'plain', icon: 'cross' },
}

/** @param {{name: string, done: number, total: number}|null} uploading @param {string} error of the pasted list */
export function dropPart(uploading, error) {
  if (uploading) {
    return html`<section class="drop" aria-label="Upload"><p><b>Reading ${uploading.name}</b></p><progress max="${uploading.total}" value="${uploading.done}" aria-label="Reading the file"></progress>
      <p class="quiet small">${bytes(uploading.done)} of ${bytes(uploading.total)}</p><button class="button" data-act="stopUpload">Stop</button></section>`
  }
  return html`<section class="drop" aria-label="Choose a file">${icon('upload', 'state-icon')}<h2>Drop a file here</h2><p class="quiet">or choose one: CSV, an Excel workbook (.xlsx), contact cards (.vcf), JSON. The columns may have any names and any order, in any language.</p>
    <label class="button button-main button-large drop-button"><input class="drop-input" type="file" accept=".csv,.tsv,.txt,.xlsx,.json,.vcf,.vcard,text/csv,text/plain" data-change="choose">Choose a file</label>
    <p class="quiet small">Of a workbook the first sheet is read. The file stays on this computer.</p>
    <p>No list yet? <a href="/discover">Look for businesses</a>, or <button class="link" data-act="sample">try it with five invented ones</button>.</p></section>
    <form class="card stack" data-submit="paste">${field({ name: 'sites', label: 'Or paste web sites', rows: 5, mono: true, error, placeholder: 'www.bakery-anker.example\nhttps://tailor-lind.example', help: 'One address a line. Each becomes a lead; its site is then read for name and e-mail address.' })}
    <div class="row row-end"><button class="button">Look at these sites</button></div></form>`
}

/** @param {Import[]} imports */
export function listPart(imports) {
  if (!imports.length) return ''
  return html`<section class="stack-small"><h2>Earlier imports</h2><ul class="list">${imports.map((one) => html`<li data-key="${one.id}"><a class="list-row" href="/import/${one.id}"><span class="list-main"><b class="cut">${one.name}</b><span class="quiet small">${one.finished_at ? `${count(one.imported)} new, ${count(one.updated)} brought up to date, ${count(one.failed)} failed` : ''}</span></span>
    ${badge(STATES[one.state] ?? STATES.ready)}<time class="quiet small when" title="${exact(one.created_at)}">${moment(one.created_at)}</time></a></li>`)}</ul></section>`
}
