// One setting of the catalogue as a field.
import { html } from '../html.js'
import { field, tick } from './field.js'
import { count } from '../models/format.js'
import { plainWord } from '../models/labels.js'

/** @type {Record<string, string>} */
const UNITS = { s: 'seconds', min: 'minutes', h: 'hours' }

/** @typedef {{changed: Record<string, any>, error: string, replacing: boolean}} Now */
/** @type {Record<string, string>} */
const SOURCES = { environment: 'set by the environment', stored: 'set here', default: 'usual value' }
/** @type {Record<string, string>} */
const TYPES = { int: 'number', email: 'email', url: 'url', secret: 'password' }

/** What a control holds, in the setting's own type; empty is null.
 * @param {Pick<Setting, 'type'>} setting @param {{value: string, checked?: boolean}} input */
export function valueOf({ type }, { value, checked }) {
  const text = value.trim()
  if (type === 'bool') return Boolean(checked)
  if (!text) return null
  if (type === 'int') return Number.isFinite(Number(text)) ? Number(text) : text
  return type === 'list' ? text.split(',').map((part) => part.trim()).filter(Boolean) : type === 'secret' ? value : text
}

/** Choices that say it better than their word.
 * @type {Record<string, string>} */
const CHOICES = { 'EMAIL_PRIMARY_PROVIDER smtp': 'Your own mailbox (SMTP)', 'EMAIL_PRIMARY_PROVIDER gmail': 'Gmail, by SMTP in this version' }

/** @param {any} value */
const shown = (value) => Array.isArray(value) ? value.join(', ') : value ?? ''

/** @param {Setting} setting @param {Now} now */
export function settingField(setting, now) {
  const fixed = setting.source === 'environment'
  const value = setting.key in now.changed ? now.changed[setting.key] : setting.value
  const help = html`${setting.help ? `${setting.help} ` : ''}${range(setting)}${fixed ? 'It is set by an environment variable and can only be changed there. ' : ''}${setting.used_now ? '' : 'This version does not use it. '}`
  const id = `setting-${setting.key}`
  return html`<div class="setting" data-key="${id}-row">${setting.type === 'bool' ? tick({ name: setting.key, label: setting.title, checked: Boolean(value), help, change: 'change', disabled: fixed })
    : setting.secret && !now.replacing ? secret(setting, help, fixed)
    : field({ name: setting.key, id, label: setting.title, value: shown(value), help, error: now.error, rows: setting.type === 'lines' ? 4 : undefined, mono: setting.key.endsWith('_HTML'), type: TYPES[setting.type] ?? 'text', disabled: fixed, unit: UNITS[setting.unit ?? ''] ?? setting.unit, input: setting.choices ? undefined : 'change', change: setting.choices ? 'change' : undefined,
      minimum: setting.type === 'int' ? setting.minimum : null, maximum: setting.type === 'int' ? setting.maximum : null, autocomplete: setting.secret ? 'new-password' : 'off', choices: choices(setting), placeholder: setting.value === null && setting.default !== null ? shown(setting.default) : undefined })}
    ${setting.type === 'bool' && now.error ? html`<p class="field-error">${now.error}</p>` : ''}
    <p class="setting-foot quiet small"><code title="Name in the environment and in .env files">${setting.key}</code><span>${SOURCES[setting.source] ?? setting.source}</span>
    ${setting.source === 'stored' && !setting.secret ? html`<button class="link" type="button" data-act="back" data-key="${setting.key}" aria-label="${setting.title}: back to the usual value">Back to the usual value</button>` : ''}</p></div>`
}

/** @param {Setting} setting @returns {{value: string, label: string}[]|undefined} */
function choices({ key, choices, type }) {
  if (!choices?.length || type === 'list') return undefined
  return choices.map((one) => typeof one === 'object' ? { value: String(one.value ?? one.id), label: String(one.title ?? one.label ?? one.value) } : { value: String(one), label: CHOICES[`${key} ${one}`] ?? (/smtp|tls/.test(one) ? String(one).toUpperCase() : plainWord(String(one))) })
}

/** @param {Setting} setting */
function range({ minimum, maximum, type }) {
  if (type !== 'int') return ''
  if (minimum !== null && maximum !== null) return `From ${count(minimum)} to ${count(maximum)}. `
  return minimum !== null ? `At least ${count(minimum)}. ` : maximum !== null ? `At most ${count(maximum)}. ` : ''
}

/** A secret is never shown, only replaced or forgotten.
 * @param {Setting} setting @param {any} help @param {boolean} fixed */
function secret({ key, title, is_set: isSet }, help, fixed) {
  return html`<div class="field"><span class="field-label">${title}</span><div class="row"><span class="quiet">${isSet ? '••••••••' : 'Not set'}</span>
    ${fixed ? '' : html`<button class="button button-small" type="button" data-act="replace" data-key="${key}" aria-label="${isSet ? 'Replace' : 'Set'} ${title}">${isSet ? 'Replace' : 'Set it'}</button>`}${isSet && !fixed ? html`<button class="button button-small button-plain" type="button" data-act="forget" data-key="${key}" aria-label="Forget ${title}">Forget</button>` : ''}</div><p class="field-help">${help}</p></div>`
}
