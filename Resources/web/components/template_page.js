// What the page of one template shows.
import { html } from '../html.js'
import { filesEditor } from './attachments.js'
import { field } from './field.js'
import { icon } from './icon.js'
import { writeField } from './write_field.js'
import { palettePart } from './write_palette.js'
import { writePreview } from './write_preview.js'
import { fairPreview } from '../models/template.js'
import { stepTitle, waitWords } from '../models/sequence.js'

const MOST = 20

/** @param {import('./template_desk.js').TemplateDesk} desk */
export function templateHead({ isNew, id, name, dirty, status }) {
  return html`<div class="page-head"><div class="row"><h1>${name || (isNew ? 'New template' : 'Template')}</h1>${dirty && !isNew ? html`<span class="quiet small">not saved yet</span>` : ''}</div>${status === 'ready' ? html`<div class="row"><button class="button" type="button" data-act="help">${icon('question')}What can I write?</button>
    ${isNew ? html`<a class="button" href="/templates">Back</a>` : html`<button class="button" type="button" data-act="versions">${icon('clock')}Versions</button><button class="button" type="button" data-act="remove">${icon('trash')}Remove</button><a class="button" href="/campaigns/new?template=${id}">${icon('campaigns')}Use in a campaign</a>`}</div>` : ''}</div>`
}

/** @param {import('./template_desk.js').TemplateDesk} desk */
export function templatePage(desk) {
  const { saved, isNew, mails, at, mail, name, wrong } = desk
  return html`<form class="desk ${mail.html === null ? '' : 'desk-wide'}" data-submit="save" novalidate><div class="stack">
      ${field({ name: 'name', label: 'Name of the template', value: name, input: 'type', error: wrong?.field('name'), help: saved && !isNew ? `Version ${saved.template.version}.` : 'Only you see it.' })}
      ${mailTabs(mails, at)}
      ${at ? field({ name: 'wait', label: 'Comes after', type: 'number', value: mail.wait, minimum: 0, maximum: 365, unit: 'business days', input: 'type' }) : ''}
      ${part(desk, 'subject', at ? html`Subject <span class="quiet">optional</span>` : 'Subject', 1, at ? 'Leave it empty to answer in the same conversation.' : '')}
      ${bodies(desk)}${filesEditor(mail.attachments ?? [], { error: wrong?.field('attachments') })}
      <div class="row row-between"><span class="row"><button class="button" type="button" data-act="test">${icon('mail')}Send me this</button></span><button class="button button-main">Save <kbd>Ctrl S</kbd></button></div>
      <div class="palette-box">${field({ name: 'audience', label: 'Written to', value: desk.audience, change: 'audience', choices: [{ value: 'approved', label: 'Approved leads that are in no campaign yet' }, { value: 'all', label: 'Every lead' }, ...desk.campaigns.map((one) => ({ value: one.id, label: `The leads of “${one.name}”` }))] })}${palettePart(desk.variables)}</div></div>
    ${writePreview({ preview: fairPreview(desk.preview, mail, at > 0 && !mail.subject), leads: desk.leads, leadId: desk.leadId, query: desk.query, thread: at ? `Re: ${mails[0].subject || '…'}` : '' })}</form>
    <div id="audience-check" data-island class="desk-below"></div>`
}

/** @param {any[]} mails @param {number} at */
function mailTabs(mails, at) {
  return html`<div class="row" role="group" aria-label="Mails">${mails.map((mail, index) => html`<button class="chip" type="button" data-act="pick" data-at="${index}" aria-pressed="${String(index === at)}">${index + 1}. ${stepTitle('mail', index)}${index ? ` · ${mail.wait ? `${waitWords(mail)} later` : 'at once'}` : ''}</button>`)}
    ${mails.length < MOST ? html`<button class="chip" type="button" data-act="add">${icon('plus')}Follow-up</button>` : ''}${at ? html`<button class="chip" type="button" data-act="drop">${icon('trash')}Take it out</button>` : ''}</div>`
}

/** @param {import('./template_desk.js').TemplateDesk} desk */
function bodies(desk) {
  const text = part(desk, 'text', 'Text', 13, 'Your signature, your postal address and the way to say no are added below by themselves.')
  if (desk.mail.html === null) return html`${text}<div><button class="button button-small" type="button" data-act="convert" data-to="html">${icon('plus')}Make an HTML version</button> <span class="quiet small">Without it the mail is plain text, which is what people write by hand.</span></div>`
  return html`<div class="desk-pair"><div class="stack-small">${text}<button class="link" type="button" data-act="convert" data-to="text">Make the text from the HTML</button></div>
    <div class="stack-small">${part(desk, 'html', 'HTML', 13, 'Sent beside the text; each reader’s program picks one.')}<span class="row"><button class="link" type="button" data-act="convert" data-to="html">Make the HTML from the text</button><button class="link" type="button" data-act="dropHTML">Leave the HTML out</button></span></div></div>`
}

/** @param {import('./template_desk.js').TemplateDesk} desk @param {string} name @param {any} label @param {number} rows @param {string} help */
function part({ mail, at, wrong, preview }, name, label, rows, help) {
  const mistakes = mail[name] ? preview?.errors.filter(({ field: where }) => where === name) ?? [] : []
  return writeField({ name, label, value: mail[name] ?? '', rows, help, mistakes, error: mistakes.length ? '' : wrong?.field(`steps.${at}.${name}`) ?? '' })
}

