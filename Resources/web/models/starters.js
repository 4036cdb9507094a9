// Which mails there are to begin with, by language.

/** @type {Record<string, string>} */
const NAMES = { en: 'English', de: 'Deutsch', pt: 'Português (Brasil)', es: 'Español (España)', own: 'My own' }

/** The groups that a person picks from; one's own come first.
 * @param {Starter[]} starters @param {Starter[]} own @returns {{id: string, label: string, mails: Starter[]}[]} */
export function groupsOf(starters, own) {
  const languages = [...new Set(starters.map(({ language }) => language ?? ''))].sort((one, other) => rank(one) - rank(other))
  const groups = languages.map((id) => ({ id, label: NAMES[id] ?? id, mails: starters.filter(({ language }) => language === id) }))
  return own.length ? [{ id: 'own', label: NAMES.own ?? '', mails: own }, ...groups] : groups
}

/** @param {string} id */
function rank(id) { return (Object.keys(NAMES).indexOf(id) + 1) || Infinity }

/** The group to show first: the browser's language where there is one.
 * @param {{id: string}[]} groups @param {string} language such as `de-AT` */
export function firstGroup(groups, language) { return groups.find(({ id }) => id === language.slice(0, 2))?.id ?? groups[0]?.id ?? '' }

/** When the mails go, in words.
 * @param {{wait: number}[]} steps */
export function planOf(steps) {
  if (steps.length < 2) return 'One mail, no follow-up.'
  const waits = steps.slice(1).map(({ wait }) => wait)
  return `${steps.length} mails: the first, then after ${waits.join(' and ')} business days without an answer.`
}
