// Adding and editing a lead, and settling it when someone else changed it meanwhile.
import { api, html } from '../view.js'
import { choice, field } from './field.js'
import { note } from './states.js'
import { FIELDS, fieldTitle } from '../models/labels.js'

/** The fields of the form: name and whether it takes a whole line.
 * @type {[string, boolean][]} */
const SHOWN = [
  ['business_name', true], ['contact_name', false], ['email', false], ['phone', false], ['website', false], ['category', false],
  ['address', true], ['postal_code', false], ['city', false], ['state_region', false], ['country', false], ['time_zone', false], ['maps_url', false], ['notes', true],
]
/** @type {Record<string, string>} */
const TYPES = { email: 'email', phone: 'tel', website: 'text', maps_url: 'url' }
/** @type {Record<string, string>} */
const HELP = { country: 'Two letters, like DE', time_zone: 'Like Europe/Berlin; found from the place if you leave it empty' }

/** @param {Partial<Lead>} lead @param {Problem|null} problem @param {string} act what the button says */
export function leadForm(lead, problem, act) {
  const others = problem?.errors.filter(({ name }) => !SHOWN.some(([shown]) => shown === name)) ?? []
  return html`<form class="stack" data-submit="save" novalidate>
    ${problem ? note('bad', html`${problem.message}${others.map(({ name, detail }) => html`<br>${fieldTitle(name)}: ${detail}`)}`) : ''}
    <div class="fields">${SHOWN.map(([name, wide]) => html`<div class="${wide ? 'fields-wide' : ''}" data-key="at-${name}">${field({
      name, label: FIELDS[name], value: /** @type {any} */ (lead)[name], type: TYPES[name], rows: name === 'notes' ? 4 : undefined,
      error: problem?.field(name), help: HELP[name], required: name === 'business_name',
    })}</div>`)}
    <div class="fields-wide">${field({ name: 'tags', label: 'Tags', value: lead.tags?.join(', '), help: 'Divided by commas', error: problem?.field('tags') })}</div></div>
    <fieldset class="stack-small"><legend class="field-label">Fields of your own</legend><div class="fields">
    ${Object.entries(lead.custom ?? {}).map(([name, value]) => field({ name: `custom.${name}`, label: fieldTitle(`custom.${name}`), value, error: problem?.field(`custom.${name}`) }))}
    ${field({ name: 'own_name', label: 'Another field', placeholder: 'Its name' })}${field({ name: 'own_value', label: 'What it holds' })}</div></fieldset>
    <div class="row row-end"><button class="button" type="button" data-act="cancelEdit">Cancel</button><button class="button button-main">${act}</button></div></form>`
}

/** The fields of a form as the server takes them.
 * @param {Record<string, any>} values @param {Record<string, string>} [own] the lead's own fields as they were: they keep their order, an emptied one goes */
export function leadBody({ own_name: name, own_value: value, ...values }, own = {}) {
  const custom = Object.fromEntries(Object.keys(own).map((key) => [key, values[`custom.${key}`]]).filter(([, text]) => text))
  for (const key of Object.keys(own)) delete values[`custom.${key}`]
  if (name && value) custom[name] = value
  return { ...values, custom, tags: String(values.tags ?? '').split(',').map((tag) => tag.trim()).filter(Boolean) }
}

/** Only what differs from the lead as it was.
 * @param {Record<string, any>} values @param {Record<string, any>} lead */
export function changesOf(values, lead) {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(lead[name] ?? null)))
}

/** Saves changes of a lead. Where somebody saved first, only a field that both changed is left to the person: the problem then names both in `changed`.
 * @param {Lead} lead as it was read @param {Record<string, any>} changes @returns {Promise<{lead: Lead}>} */
export async function patchLead(lead, changes) {
  try { return await api.patch(`/api/leads/${lead.id}`, { version: lead.version, ...changes }) } catch (/** @type {any} */ problem) {
    if (problem.code !== 'stale') throw problem
    /** @type {{lead: Record<string, any>}} */
    const { lead: now } = await api.get(`/api/leads/${lead.id}`)
    const both = Object.keys(changesOf(changes, now)).filter((name) => name in changesOf(now, lead))
    if (!both.length) return api.patch(`/api/leads/${lead.id}`, { version: now.version, ...changes })
    problem.changed = Object.fromEntries(both.map((name) => [name, { yours: changes[name], theirs: now[name] }]))
    throw problem
  }
}

/** @param {any} value */
const shown = (value) => value === null || value === undefined || value === '' ? html`<i class="quiet">empty</i>` : Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? Object.entries(value).map(([name, text]) => `${fieldTitle(`custom.${name}`)}: ${text}`).join(', ') : value

/** Someone else saved first: choose field by field.
 * @param {Record<string, {yours: any, theirs: any}>} changed */
export function mergeForm(changed) {
  return html`<form class="stack" data-submit="merge">${note('attention', html`<b>This lead was changed while you were editing it.</b> Choose what to keep; what you typed is still here.`)}
    ${Object.entries(changed).map(([name, { yours, theirs }]) => choice({
      name, legend: fieldTitle(name), value: 'yours', choices: [{ value: 'yours', title: 'Yours', text: shown(yours) }, { value: 'theirs', title: 'As it is now', text: shown(theirs) }],
    }))}
    <div class="row row-end"><button class="button" type="button" data-act="cancelEdit">Throw mine away</button><button class="button button-main">Save this</button></div></form>`
}
