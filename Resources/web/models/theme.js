// Light, dark, or as the system says.

/** @typedef {'system'|'light'|'dark'} Theme */
const PLACE = 'theme'
/** @type {Theme[]} */
export const THEMES = ['system', 'light', 'dark']

/** Something kept in this browser; nothing where storage is off.
 * @param {string} name @param {any} [otherwise] */
export function kept(name, otherwise = null) {
  try { return JSON.parse(localStorage.getItem(name) ?? '') ?? otherwise } catch { return otherwise }
}

/** @param {string} name @param {any} value */
export function keep(name, value) { try { localStorage.setItem(name, JSON.stringify(value)) } catch { /* private window */ } }

/** @returns {Theme} */
export function theme() { return THEMES.includes(kept(PLACE)) ? kept(PLACE) : 'system' }

/** @param {Theme} [chosen] */
export function setTheme(chosen = theme()) {
  keep(PLACE, chosen)
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
}
