// Questions and empty lists of the lead page.
import { html } from '../html.js'
import { ask } from './dialog.js'
import { field } from './field.js'
import { empty, icon } from './states.js'

/** Answers '' when the person leaves it. */
export async function askTag() {
  const { value, form } = await ask(html`<h2>Tag the picked leads</h2>${field({ name: 'tag', label: 'Tag', required: true })}<div class="dialog-buttons"><button class="button" value="" formnovalidate>Cancel</button><button class="button button-main" value="yes">Tag</button></div>`)
  return value ? String(form?.get('tag') ?? '').trim() : ''
}

export function nothingFits() {
  return empty({ icon: 'search', title: 'No lead fits', text: 'Try fewer words, or take a filter away.', actions: html`<a class="button" href="/leads">Show all leads</a>` })
}

export function noLeads() {
  return empty({
    icon: 'leads', title: 'No leads yet', text: 'A lead is a business that you may want to write to. Import a list as a CSV file, or add one by hand. Nothing is sent before you approve it.',
    actions: html`<a class="button button-main" href="/import">${icon('upload')}Import a CSV file</a><a class="button" href="/leads/new">${icon('plus')}Add a lead</a>`,
  })
}
