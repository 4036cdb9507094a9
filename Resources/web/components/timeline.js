import { html } from '../html.js'
import { exact, moment } from '../models/format.js'

/** What happened, oldest first.
 * @param {{at: number, text: string, actor?: string|null}[]} events */
export function timeline(events) {
  if (!events.length) return html`<p class="quiet">Nothing has happened yet.</p>`
  return html`<ol class="timeline">${events.map((event) => html`<li>${event.text}<time datetime="${new Date(event.at).toISOString()}" title="${exact(event.at)}">${moment(event.at)}${event.actor && event.actor !== 'user' ? ` · ${event.actor === 'system' ? 'the program' : event.actor}` : ''}</time></li>`)}</ol>`
}

/** Names and values side by side.
 * @param {[any, any, any?][]} rows name, value, and where it is from; rows without a value are left out */
export function facts(rows) {
  return html`<dl class="facts">${rows.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value, source]) => html`<div><dt>${name}</dt><dd>${value}${source ? html`<span class="fact-source">${source}</span>` : ''}</dd></div>`)}</dl>`
}

/** A link to the outside that opens in a tab of its own, and only for web addresses.
 * @param {string|null} url @param {string} [text] */
export function outside(url, text) {
  if (!url) return ''
  const whole = /^https?:\/\//i.test(url) ? url : `https://${url}`
  return isAddress(whole) ? html`<a href="${whole}" target="_blank" rel="noopener noreferrer">${text ?? url.replace(/^https?:\/\//i, '').replace(/\/$/, '')}<span class="hidden"> (opens a new tab)</span></a>` : url
}

/** @param {string} text */
function isAddress(text) { try { return Boolean(new URL(text)) } catch { return false } }
