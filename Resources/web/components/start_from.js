// Beginning a campaign with a mail that is written already: those that come with the program, and one's own.
import { api, html } from '../view.js'
import { ask } from './dialog.js'
import { field } from './field.js'
import { note } from './states.js'
import { render } from '../morph.js'
import { firstGroup, groupsOf, planOf } from '../models/starters.js'

/** Lets the person choose; null where none was taken.
 * @returns {Promise<Starter|null>} */
export async function startFrom() {
  const [starters, own] = await Promise.all([api.get('/api/starters'), api.get('/api/templates')])
  const groups = groupsOf(starters.data, own.data)
  if (!groups.length) {
    await ask(html`<h2>Start from a template</h2>${note('note', 'There is none. Those that come with the program are missing; install it again to have them.')}<div class="dialog-buttons"><button class="button" value="">Close</button></div>`)
    return null
  }
  let group = firstGroup(groups, navigator.language)
  let id = ''
  const mails = () => groups.find((one) => one.id === group)?.mails ?? []
  const chosen = () => mails().find((one) => one.id === id) ?? mails()[0] ?? null
  const { value } = await ask(html`<h2>Start from a template</h2><div id="starters">${content(groups, group, mails(), chosen())}</div>
    <div class="dialog-buttons"><button class="button" value="">Cancel</button><button class="button button-main" value="take">Take it</button></div>`, {
    wide: true,
    opened: (dialog) => dialog.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLSelectElement)) return
      if (target.name === 'language') [group, id] = [target.value, '']
      else id = target.value
      const place = dialog.querySelector('#starters')
      if (place) render(place, content(groups, group, mails(), chosen()))
    }),
  })
  return value === 'take' ? chosen() : null
}

/** @param {{id: string, label: string}[]} groups @param {string} group @param {Starter[]} mails @param {Starter|null} chosen */
function content(groups, group, mails, chosen) {
  return html`<div class="stack">${field({ name: 'language', label: 'Language', value: group, choices: groups.map(({ id, label }) => ({ value: id, label })) })}
    ${field({ name: 'starter', label: 'Template', value: chosen?.id, choices: mails.map((one) => ({ value: one.id, label: one.trade ? `${one.name} (${one.trade})` : one.name })) })}
    ${chosen ? html`<p class="quiet">${planOf(chosen.steps)} It is a beginning: change what is not true of you.</p>
    <article class="mail" aria-label="The first mail" tabindex="0"><header class="mail-head"><h3 class="mail-subject">${chosen.steps[0]?.subject}</h3></header><div class="mail-text">${chosen.steps[0]?.text}</div></article>` : ''}</div>`
}
