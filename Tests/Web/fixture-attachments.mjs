// Made-up files with mails, signatures and domains.
let files = 0
export const offer = { id: '00000000-0000-7000-8000-0000000000f1', name: 'Offer for bakeries.pdf', type: 'application/pdf', size: 184_320, hash: 'f1' }
export const photo = { id: '00000000-0000-7000-8000-0000000000f2', name: 'Shop window, a photo from last week.jpg', type: 'image/jpeg', size: 1_310_720, hash: 'f2' }
const kept = new Map([offer, photo].map((file) => [file.id, file]))
/** Steps as they are kept: with all that is known of their files, which are sent by id and name. */
export const withFiles = (steps) => steps?.map((step) => ({ ...step, attachments: (step.attachments ?? []).map(({ id }) => kept.get(id)) }))
const ENDING = (text) => `\n\n-- \n${text ?? 'Mira Falk\nFalk Photography\n+49 30 5550 123'}\n\nFalk Photography\nUferweg 4, 10999 Berlin\nIf you would rather not hear from me again, reply “unsubscribe”.\n`
let ending = ''
/** A frame fetches again only where its address is another. */
let round = 0

export const attachmentRoutes = (leads, tell) => [
  ['POST', '/api/attachments', ({ query, bytes }) => {
    const name = query.get('name')
    if (/\.(exe|sh|html)$/.test(name)) return { problem: 400, code: 'bad_input', detail: `“${name}” is or looks like a program, script or web page. Mail servers refuse those, and so does this one.`, errors: [{ name: 'attachments', detail: 'is a program' }] }
    files += 1
    const attachment = { id: `00000000-0000-7000-8000-0000000001${String(files).padStart(2, '0')}`, name, type: 'application/pdf', size: bytes.length, hash: `n${files}` }
    kept.set(attachment.id, attachment)
    return { status: 201, body: { attachment } }
  }],
  ['GET', '/api/attachments/:id', () => ({ raw: '%PDF-', kind: 'application/pdf' })],
  ['POST', '/api/signature-preview', ({ body }) => {
    ending = body.html || `<b>${(body.text ?? 'Mira Falk').split('\n')[0]}</b><br>Falk Photography<br><a href="https://falk-photo.example">falk-photo.example</a>`
    return { footer: ENDING(body.text), html_path: `/api/preview/signature-${round += 1}/html` }
  }],
  ['GET', '/api/preview/signature-:id/html', () => ({ raw: `<p>-- <br>${ending}<br>Falk Photography<br>Uferweg 4, 10999 Berlin<br>If you would rather not hear from me again, reply “unsubscribe”.</p>`, kind: 'text/html; charset=utf-8' })],
  ['POST', '/api/leads/:id/mail-domain', ({ params: [key] }) => { tell('lead', key); return { status: 202, body: { mail_domain: null } } }],
  ['POST', '/api/campaigns/:id/launch-check', () => ({ refusals: [], notes: ['1 lead can’t be reached by mail (“Café Morgenrot”): its domain does not exist or takes no mail. The campaign goes on without it.'] })],
]

/** What name servers said of a lead's domain. */
export const domainOf = (lead) => !lead.email ? null : lead.email.length % 3 ? { verdict: 'takes', failing: false, detail: 'Its mail has a server to go to.', at: Date.now() - 7_200_000 } : { verdict: 'no_domain', failing: true, detail: 'There is no such domain.', at: Date.now() - 7_200_000 }
