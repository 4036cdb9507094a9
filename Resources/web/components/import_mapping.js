// Which column means what, how the first rows look, and what an import would do.
import { html } from '../html.js'
import { icon, note } from './states.js'
import { FIELDS, fieldTitle } from '../models/labels.js'
import { count, counted, share } from '../models/format.js'

/** @type {Record<string, string>} */
const DELIMITERS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }

/** @param {Inspection} inspection @param {Record<string, string|null>} mapping @param {string} lacking @param {boolean} tried whether it is shown what would happen */
export function mappingPart(inspection, mapping, lacking, tried) {
  if (inspection.problem) return html`<div class="stack">${note('attention', html`<b>This file can’t be read as it is.</b> ${inspection.problem.detail}`)}<div><a class="button button-main" href="/import">Choose another file</a></div></div>`
  return html`<section class="stack" id="mapping"><div><h2>What is in which column?</h2><p class="quiet"><span title="${inspection.encoding}, divided by ${DELIMITERS[inspection.delimiter] ?? 'another sign'}">${counted(inspection.records, 'row')}.</span> The columns are guessed; put right what is wrong.</p></div>
    <ul class="columns">${inspection.columns.map((column, index) => columnLine(column, index, mapping[index] ?? null, inspection.fields))}</ul>
    ${samplePart(inspection, mapping)}
    ${lacking ? note('attention', lacking) : ''}<div class="row"><button class="button ${tried ? '' : 'button-main'}" data-act="preview" ${lacking ? html`aria-disabled="true"` : ''}>See what would happen</button><span class="quiet">Nothing is changed yet.</span></div></section>`
}

/** @param {ImportColumn} column @param {number} index @param {string|null} chosen @param {{id: string, title: string}[]} fields */
function columnLine(column, index, chosen, fields) {
  const own = chosen?.startsWith('custom.')
  /** @param {string} value @param {string} text @param {boolean} on */
  const option = (value, text, on) => html`<option value="${value}" ${on ? 'selected' : ''}>${text}</option>`
  return html`<li class="column" data-key="column-${index}"><div class="column-from"><label for="column-${index}"><b>${column.name || `Column ${index + 1}`}</b></label><span class="quiet small cut">${column.samples.filter(Boolean).join(' · ') || 'empty'}</span></div>${icon('next', 'quiet column-arrow')}
    <div><select class="input" id="column-${index}" data-change="map" data-column="${index}">${option('', 'Leave it out', !chosen)}${fields.map(({ id, title }) => option(id, title, id === chosen))}${option('custom', own ? `Own field: ${fieldTitle(chosen ?? '')}` : 'Keep as a field of my own', Boolean(own))}</select>
    <span class="quiet small">${chosen && chosen === column.field ? `${column.why}${column.confidence < 0.8 && !own ? ` (${share(column.confidence)} sure)` : ''}` : chosen ? 'your choice' : 'not imported'}</span></div></li>`
}

/** @param {Inspection} inspection @param {Record<string, string|null>} mapping */
function samplePart({ columns, sample: rows }, mapping) {
  const sample = rows.filter((row) => row.some((cell) => cell?.trim()))
  return html`<details open><summary class="link">The first ${count(sample.length)} rows</summary><div class="scroller" tabindex="0" role="region" aria-label="The first rows"><table class="grid-sample"><thead><tr>${columns.map((column, index) => html`<th scope="col">${mapping[index] ? fieldTitle(mapping[index] ?? '') : html`<s>${column.name}</s>`}</th>`)}</tr></thead>
    <tbody>${sample.map((row) => html`<tr>${columns.map((_, index) => html`<td class="${mapping[index] ? '' : 'quiet'}">${row[index] ?? ''}</td>`)}</tr>`)}</tbody></table></div></details>`
}

/** @param {DryRun} dry */
export function dryPart(dry) {
  const writes = dry.new + dry.updated
  return html`<section class="stack shown-first" id="dry"><h2 tabindex="-1">This is what would happen</h2>
    <dl class="figures">${[['New leads', dry.new], ['Brought up to date', dry.updated], ['Left out: here already', dry.duplicates], ['Left out: not usable', dry.invalid]].map(([name, value]) => html`<div><dt>${name}</dt><dd>${count(Number(value))}</dd></div>`)}</dl>
    ${dry.problems.length ? rowList('Rows worth a look', dry.problems.length, dry.problems.map(({ line, detail }) => [line, detail.replace(/^[a-z_]+(?= )/, (name) => FIELDS[name] ?? name)])) : ''}
    ${dry.duplicate_rows.length ? rowList('Rows that are here already', dry.duplicates, dry.duplicate_rows.map(({ line, of, why }) => [line, `Same as ${of}: ${why}`])) : ''}
    <div class="row"><button class="button button-main button-large" data-act="run" ${writes ? '' : html`aria-disabled="true"`}>Import ${counted(writes, 'lead')}</button><span class="quiet">${writes ? 'They go to Review first. Nothing is sent.' : 'There is nothing to import.'}</span></div></section>`
}

/** @param {string} title @param {number} total @param {[number, string][]} rows */
function rowList(title, total, rows) {
  return html`<details ${rows.length < 6 ? 'open' : ''}><summary class="link">${title} (${count(total)})</summary><ul class="lines">${rows.map(([line, text]) => html`<li><span class="quiet">Line ${count(line)}</span><span>${text}</span></li>`)}</ul>
    ${total > rows.length ? html`<p class="quiet small">The first ${count(rows.length)} are shown. All of them are in the report afterwards.</p>` : ''}</details>`
}
