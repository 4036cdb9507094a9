// The editor of templates: what the program would answer, made up.
import { withFiles } from './fixture-attachments.mjs'
const ENTRIES = [['What is known of the lead', [['{{ first_name | default("there") }}', 'Anna', 'A value, and what to say where it is not known.'], ['{{ custom["shoe size"] | default("–") }}', '–', 'A column of your own whose name is more than one word.']]], ['Our own', [['{{ greeting("de") }}', 'Guten Tag', 'Guten Morgen, Guten Tag … where that is true at every hour at which it may be sent, else a word for any hour. Also fr, es, pt, it, nl; English without a word in it.'], ['{{ spin("one|two") }}', 'one', 'One of several wordings; a lead always gets the same one.']]], ['Days and times', [['{{ "2026-05-04T15:30" | time(from="Europe/Berlin", zone="Asia/Kolkata") }}', '19:00', 'Half past three in Berlin, as a clock in Kolkata shows it; without “zone” as the recipient’s own clock does, without “from” as you write it. “date” does the same for the day. The text may also end in Z or +02:00 to say where it is meant.']]]]
const VARIABLES = [['business_name', 'lead', 1, 'Bäckerei Lindner'], ['first_name', 'lead', 0.61, 'Anna'], ['contact_name', 'lead', 0.8, 'Anna Lindner'], ['city', 'lead', 0.97, 'Berlin'], ['category', 'lead', 1, 'Bakery'], ['website', 'lead', 1, 'https://lindner.example/'], ['phone', 'lead', 0.66, '+49 30 5550 1000'], ['custom["First visit"]', 'own', 0.2, 'Spring fair'], ['sender.name', 'sender', 1, 'Mira Falk'], ['sender.calendar_link', 'sender', 1, 'https://cal.example/mira']]
const known = (lead) => ({ business_name: lead.business_name, contact_name: lead.contact_name, first_name: lead.contact_name?.split(' ')[0], city: lead.city, category: lead.category })

/** A little of what the program does with templates: enough to look at.
 * @param {string} source @param {Record<string, any>} values */
function fill(source, values) { return source.replace(/\{\{\s*([\w.]+)(?:\s*\|\s*default\("([^"]*)"\))?\s*\}\}/g, (all, name, instead) => values[name] ?? instead ?? all) }

/** @param {any[]} leads @param {any[]} templates @param {() => string} mode */
export function templateRoutes(leads, templates, mode) {
  const old = { ...templates[0], version: 1, name: 'Last spring', updated_at: templates[0].updated_at - 86_400_000 }
  const one = (id) => templates.find((template) => template.id === id) ?? templates[0]
  const detail = (template) => ({ template, versions: mode() === 'empty' ? [] : [old] })
  return [
    ['POST', '/api/preview', ({ body }) => {
      const lead = mode() === 'empty' ? null : leads.find(({ id }) => id === body.lead_id) ?? leads[2]
      const errors = ['subject', 'text', 'html'].flatMap((field) => (body[field] ?? '').split('\n').flatMap((line, index) => /\{\{[^}]*$|\{%[^%]*$/.test(line) ? [{ field, line: index + 1, detail: 'The tag is not closed: “}}” is missing.' }] : []))
      if (/nmae/.test(body.text)) errors.push({ field: 'text', line: 1, detail: "'nmae' is undefined (did you mean 'contact_name'?)" })
      const values = lead ? known(lead) : { business_name: 'Sunrise Bakery', first_name: 'Anna', city: 'Springfield' }
      return { subject: fill(body.subject ?? '', values), text: fill(body.text ?? '', values), html: body.html ?? null, html_path: body.html ? '/api/preview/made-up/html' : null, example_opening: /\{\{\s*opening\b/.test(body.text ?? ''), footer: '\n\n-- \nMira Falk\nSeestraße 12, 13353 Berlin\nYou would rather not hear from me? Answer “unsubscribe” and I will not write again.\n', errors, lint: [{ level: 'warn', code: 'question', text: 'End with one clear question: it is answered more often.' }, { level: 'info', code: 'short', text: 'The text has 9 words; filters take very short mails for tests.' }], variables: VARIABLES.map(([name, , , example]) => ({ name, example })), lead: lead && { id: lead.id, business_name: lead.business_name } }
    }],
    ['GET', '/api/preview/:id/html', () => ({ raw: '<p>Hello Anna,</p><p>may I show you <a href="https://falk-photo.example/">my pictures</a>?</p>', kind: 'text/html' })],
    ['GET', '/api/template-variables', () => mode() === 'empty' ? { data: VARIABLES.slice(0, 5).map(([name, group]) => ({ name, group, have: 0, example: '' })), looked_at: 0, total: 0, cut: false } : { data: VARIABLES.map(([name, group, part, example]) => ({ name, group, have: Math.round(part * 2400), example })), looked_at: 2400, total: 2400, cut: false }],
    ['GET', '/api/template-help', () => ({ data: ENTRIES.map(([title, entries]) => ({ title, entries: entries.map(([source, result, text]) => ({ source, result, text })) })) })],
    ['POST', '/api/template-check', ({ body }) => {
      const lacks = /\{\{\s*(first_name|frist_name)\s*\}\}/.exec(JSON.stringify(body.steps))?.[1]
      const examples = leads.slice(6, 8).map(({ id, business_name }) => ({ id, business_name }))
      return { looked_at: body.after ? 400 : 2000, total: body.after ? null : 2400, next: body.after ? null : 2000, without_email: 12, affected: lacks ? 450 : 0, missing: lacks ? [{ name: lacks, count: 450, mails: [0], examples }] : [], troubles: [] }
    }],
    ['POST', '/api/template-convert', ({ body }) => body.text === undefined ? { text: body.html.replace(/<[^>]+>/g, '') } : { html: `<p>${body.text}</p>` }],
    ['POST', '/api/test-mails', () => ({ outcome: 'accepted', mode: 'practice', to: 'mira@falk-photo.example', detail: 'It lies in the practice mailbox.' })],
    ['GET', '/api/templates/:id', ({ params: [id] }) => detail(one(id))],
    ['POST', '/api/templates', ({ body }) => body.name ? { status: 201, body: detail(Object.assign(templates[0], body, { steps: withFiles(body.steps) })) } : { problem: 422, code: 'bad_input', detail: 'The template can’t be saved like this.', errors: [{ name: 'name', detail: 'is empty' }] }],
    ['PATCH', '/api/templates/:id', ({ params: [id], body }) => detail(Object.assign(one(id), body, { steps: withFiles(body.steps) ?? one(id).steps, version: one(id).version + 1 }))],
    ['DELETE', '/api/templates/:id', () => ({ status: 204 })],
    ['POST', '/api/templates/:id/restore', ({ params: [id] }) => detail(one(id))],
  ]
}
