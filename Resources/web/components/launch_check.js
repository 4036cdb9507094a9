// Before mails are written or a campaign starts: what its leads lack, and what becomes of those that do.
import { api, html } from '../view.js'
import { ask } from './dialog.js'
import { choice, field } from './field.js'
import { say } from './toasts.js'
import { count, counted } from '../models/format.js'
import { fieldTitle } from '../models/labels.js'
import { INSTEAD } from '../models/sequence.js'
import { added, fateOf } from '../models/template.js'

/** @typedef {import('../models/template.js').Tally} Tally */
/** @typedef {{instead?: Record<string, string>, lacking?: string}} Fate what the program is told about leads that lack something */
const FATES = {
  enrolled: [['leave_out', 'Leave them out', 'They get nothing of this campaign until you take them up again under Leads.'], ['hold', 'Start, and hold them at that mail', 'They get what can be written. Before the mail that can’t be, they stop and wait for you under Leads.']],
  approved: [['leave_out', 'Leave them out', 'They stay approved, so that you can add them later.']],
}

/** What the leads of a campaign lack, page by page.
 * @param {string} id @param {string} part enrolled or approved @returns {Promise<Tally>} */
async function lacks(id, part) {
  let sum = /** @type {Tally|null} */ (null)
  for (let after = 0; ;) {
    const page = await api.get(`/api/campaigns/${id}/lacks`, { part, after })
    sum = added(sum, page)
    if (page.next === null) return sum
    if (!after) say('Looking at all leads …')
    after = page.next
  }
}

/** What a person should know before a campaign runs, then what its leads lack; null where the person goes back.
 * @param {string} id @returns {Promise<Fate|null>} */
export async function beforeStart(id) {
  const { refusals, notes } = await api.post(`/api/campaigns/${id}/launch-check`)
  // What refuses the start is told by trying it; nothing has to be decided for that.
  return refusals.length ? {} : launchFate(id, 'enrolled', 'Start it', notes)
}

/** Looks at the leads and, where some lack something or there is something to know, asks once; null where the person goes back.
 * @param {string} id @param {'enrolled'|'approved'} part @param {string} act what the button says @param {string[]} [notes] what to know before @returns {Promise<Fate|null>} */
export async function launchFate(id, part, act, notes = []) {
  const tally = await lacks(id, part)
  if (!tally.affected && !notes.length) return {}
  const known = notes.length ? html`<h2>Before it starts</h2><ul class="dialog-text stack-small">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : ''
  const { value, form } = await ask(html`${known}${tally.affected ? lackPart(tally, part, notes.length > 0) : ''}
    <div class="dialog-buttons"><button class="button" value="" formnovalidate>Not yet</button><button class="button button-main" value="go">${act}</button></div>`, { wide: tally.affected > 0, opened: follow })
  if (value === 'drafts') await (await import('./draft_many.js')).draftMany({ campaign_id: id }, 'snippet')
  if (value !== 'go' || !form) return null
  return tally.affected ? fateOf(form, tally.missing) : {}
}

/** Who lacks what, and what becomes of them.
 * @param {Tally} tally @param {'enrolled'|'approved'} part @param {boolean} isPart whether another part stands above it */
function lackPart({ affected, looked_at: all, missing, troubles }, part, isPart) {
  const choices = FATES[part].map(([value, title, text]) => ({ value, title, text }))
  if (missing.length) choices.unshift({ value: 'instead', title: 'Say something else to them', text: 'The words below are put into the mails for whoever lacks a value. Mails that were written already are written anew and want your approval again.' })
  const title = affected === 1 ? 'One lead lacks something' : `${count(affected)} of ${counted(all, 'lead')} lack something`
  return html`${isPart ? html`<h3>${title}</h3>` : html`<h2>${title}</h2>`}
    <div class="dialog-text"><p>A mail that lacks a value is never sent.</p></div>
    ${choice({ name: 'fate', legend: affected === 1 ? 'What becomes of this lead?' : 'What becomes of these leads?', value: choices[0].value, choices })}
    <ul class="lacks">${missing.map((one) => row(one))}${troubles.map((one) => html`<li><div><b>Step ${one.mail + 1}, ${fieldTitle(one.field).toLowerCase()}${one.line ? `, line ${one.line}` : ''}</b><p class="quiet">${counted(one.count, 'lead')}: ${one.detail}</p></div></li>`)}</ul>`
}

/** @param {import('../models/template.js').Missing} missing */
function row({ name, count: many, mails, examples }) {
  return html`<li data-key="${name}"><div><b>${fieldTitle(name)}</b> <code>${name}</code><p class="quiet">${counted(many, 'lead')}, in step ${mails.map((at) => at + 1).join(', ')}: ${examples.map(({ business_name: business }) => business).join(', ')}${many > examples.length ? ' …' : ''}</p>${name === 'opening' ? html`<button class="link" value="drafts" formnovalidate>Write drafts of openings</button>` : ''}</div>
    ${field({ name: `instead-${name}`, label: 'Say instead', value: INSTEAD[name] ?? '', required: true })}</li>`
}

/** Words are asked for only where they are used.
 * @param {HTMLDialogElement} dialog */
function follow(dialog) {
  const turn = () => {
    const used = dialog.querySelector('[name=fate][value=instead]:checked') !== null
    for (const input of dialog.querySelectorAll('.lacks input')) input.toggleAttribute('disabled', !used)
  }
  dialog.addEventListener('change', turn)
  turn()
}
