// The mail as one lead would read it, by the renderer that sends.
import { html } from '../html.js'
import { field } from './field.js'
import { lintList } from './mail_view.js'
import { icon, note } from './states.js'

/** @param {{preview: Preview|null, leads: Lead[], leadId: string, query: string, thread: string, task?: boolean}} shown */
export function writePreview({ preview, leads, leadId, query, thread, task = false }) {
  const chosen = preview?.lead
  const choices = leads.map((lead) => ({ value: lead.id, label: [lead.business_name, lead.city].filter(Boolean).join(', ') }))
  if (chosen && !choices.some(({ value }) => value === chosen.id)) choices.unshift({ value: chosen.id, label: chosen.business_name })
  return html`<section class="stack preview" aria-label="Preview"><div class="row row-between"><h2>${task ? 'As you would see it' : 'As one lead would read it'}</h2><span class="row nowrap-row"><button class="icon-button" type="button" data-act="turnLead" data-by="-1" title="The lead before">${icon('next', 'flip')}<span class="hidden">The lead before</span></button><button class="icon-button" type="button" data-act="turnLead" data-by="1" title="The next lead">${icon('next')}<span class="hidden">The next lead</span></button></span></div>
    <div class="preview-lead">${field({ name: 'find', label: 'Find a lead', type: 'search', value: query, input: 'find', placeholder: 'Name, place or address' })}
    ${field({ name: 'lead', id: 'preview-lead', label: 'Lead', value: leadId, change: 'lead', choices: choices.length ? choices : [{ value: '', label: 'A made-up lead' }] })}</div>
    ${preview ? html`<div class="preview-mails"><article class="mail" aria-label="As text">${task ? '' : html`<header class="mail-head"><h3 class="mail-subject">${preview.subject || thread || '(no subject)'}</h3></header>`}<div class="mail-text">${preview.text}${task ? '' : html`<span class="mail-added">${preview.footer ?? ''}</span>`}</div></article>
      ${preview.html_path ? html`<article class="mail" aria-label="As HTML" data-key="html-preview"><header class="mail-head"><h3 class="mail-subject">As HTML</h3></header><iframe class="mail-frame" sandbox src="${preview.html_path}" title="The mail as HTML" referrerpolicy="no-referrer"></iframe></article>` : ''}</div>
    <div class="stack-small" aria-live="polite">${preview.example_opening ? html`<p class="quiet small"><code>{{ opening }}</code> says an example here. In a campaign each mail says the opening that you accepted for its lead.</p>` : ''}${preview.errors.length ? note('bad', 'Something has to be put right before it can be sent; it is marked where it stands.') : task ? '' : html`<h3>Before it goes</h3>${lintList(preview.lint)}`}</div>` : ''}</section>`
}
