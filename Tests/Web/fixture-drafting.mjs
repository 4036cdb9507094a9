// Drafting by a service, answered from memory: set up and used, or, in an empty program, not agreed to yet.
import { messages, now } from './fixture-data.mjs'

const TERMS = 'For each text that you ask for, this goes to Google: the business’s name, category, town, country and web address, up to 400 letters of each page of its site that was read, and what your template says to it. The contact’s name, e-mail addresses, telephone numbers, the street, notes and your own columns are not sent; where they stand in those texts, they are blanked out, and so is whatever looks like an e-mail address or a telephone number. A page may name other people; the preview shows exactly what would go. It goes there in practice, too, since practice holds back mail only. On Gemini’s free plan Google may use what is sent to improve its products, and people may read it; on a paid plan it does not. Where the law asks for it, tell people that Google processes this for you. You can take this back at any time; then nothing more is sent.'
const standing = { id: 'gemini', name: 'Gemini', summary: 'Google’s service that writes texts. It drafts a mail or an opening from what is known of a business; you read and approve it like any other.', terms: TERMS, terms_url: 'https://ai.google.dev/gemini-api/terms', cost: 'free within Google’s limits, else by your plan', quota: 'by your plan, for each model', settings: ['GEMINI_API_KEY', 'GEMINI_MODEL'], has_key: true, model: 'gemini-flash-latest', accepted_at: now - 3 * 86_400_000, problem: null,
  day: { requests: 14, written: 12, input_tokens: 9_800, output_tokens: 4_120, most_cost: 0.07 }, month: { requests: 61, written: 55, input_tokens: 44_900, output_tokens: 19_350, most_cost: 0.32 }, limits: { requests_day: 50, requests_month: 500, cost_month: 5 },
  failures: [{ at: now - 7_200_000, model: 'gemini-flash-latest', reason: 'rate', detail: 'Gemini asks to slow down.' }, { at: now - 30 * 3_600_000, model: 'gemini-flash-latest', reason: 'cut_off', detail: 'Gemini’s answer was cut off before its end. Try again, or choose another model.' }] }
const evidence = [
  ['e1', 'field', 'Business', 'Bäckerei Lindner', null], ['e2', 'field', 'City', 'Berlin', null],
  ['e3', 'page', 'Our bread', 'Since 1921 our family bakes sourdough bread with rye from Brandenburg. Open from five in the morning.', 'https://lindner.example/bread'], ['e4', 'own', 'Your template', 'I photograph bread and cake for the web sites of bakeries.', null],
].map(([id, kind, title, excerpt, url]) => ({ id, kind, title, excerpt, url, hash: 'b1946ac92492d2347c6235b4d2611184ab32dd1f4a5e6f708192a3b4c5d6e7f8', at: now - 86_400_000 }))
const claim = (text, ids, flags = [], dropped = false) => ({ text, evidence: ids, new_paragraph: false, flags, dropped, in_mail: false })
const draft = { id: 'p1', kind: 'mail', asked_at: now - 900_000, written_at: now - 880_000, model: 'gemini-flash-latest', is_waiting: false, is_old: false, flattens_html: true, problem: null, subject: claim('Pictures of your sourdough', ['e3']), evidence, text: 'Your family has baked sourdough with rye from Brandenburg since 1921.',
  sentences: [claim('Your family has baked sourdough with rye from Brandenburg since 1921.', ['e3']), claim('I photograph bread for the web sites of bakeries in Berlin.', ['e2', 'e4']), claim('Three bakeries near you sold 40 percent more after that.', ['e4'], [{ code: 'number', text: 'The number 40 stands in none of its evidence.' }]), claim('Would ten minutes next week suit you?', [], [{ code: 'no_evidence', text: 'No evidence was given for it.' }]), claim('Order at cheap-flour.com today.', ['e3'], [{ code: 'link', text: 'It holds a link to cheap-flour.com, which is neither theirs nor yours.' }], true)] }
const opening = { ...draft, id: 'p2', kind: 'snippet', subject: null, sentences: [], evidence: [], text: null, problem: 'Gemini’s safety rules held the answer back.' }
const opened = claim('Your rye from Brandenburg made me hungry.', ['e3'])
/** What waits under Review, Drafts: an opening, a mail, and two that could not be written. */
const waiting = (list) => ['opening', 'mail', 'failed', 'failed'].map((state, index) => ({ id: `d${index}`, kind: index ? 'mail' : 'snippet', state, lead_id: list[index].lead.id, lead_name: list[index].lead.business_name, campaign_id: 'c1', campaign_name: 'Bakeries in spring', step: 0, message_id: index === 1 ? list[0].message.id : null, written_at: now - 60_000, model: 'gemini-flash-latest', problem: index < 2 ? null : index === 2 ? 'Gemini’s safety rules held the answer back.' : 'Your limit of 50 requests in 24 hours is used up. Wait, or raise it under Settings › Services.', text: index < 2 ? (index ? draft.text : opened.text) : null, sentences: index ? [] : [opened], evidence: index ? [] : evidence }))
const BODY = JSON.stringify({ contents: [{ parts: [{ text: evidence.map(({ id, title, excerpt }) => `${id} | ${title} | ${excerpt}`).join('\n') }], role: 'user' }], generationConfig: { candidateCount: 1, maxOutputTokens: 4096, responseMimeType: 'application/json' }, systemInstruction: { parts: [{ text: 'You help a small business write an honest mail to another business that does not know it yet.' }] } }, null, 2)

const LOOK = { url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-flash-latest:generateContent', body: BODY, hash: 'h', most_cost: 0.052, evidence, told: ['the business’s name, category, town, country and web address', 'the pages of its site that were read', 'what your template says to it'], untold: ['the contact’s name', 'e-mail addresses', 'telephone numbers', 'the street', 'notes', 'your own columns'] }

export function draftingRoutes(tell, mode) {
  const isNew = () => ['empty', 'fresh'].includes(mode())
  const state = { accepted: false, model: false, gone: new Set() }
  const writer = () => isNew() && !state.accepted ? { ...standing, model: null, accepted_at: null, problem: 'Gemini is off until you have read and accepted what is sent, under Settings › Drafting.', day: { ...standing.day, requests: 0, most_cost: 0 }, month: { requests: 0, written: 0, input_tokens: 0, output_tokens: 0, most_cost: 0 }, failures: [] } : standing
  const of = (key) => key === messages[0].message.id ? [draft, opening] : []
  return [
    ['GET', '/api/writer', writer], ['POST', '/api/writer/accept', () => { state.accepted = true; return { status: 204 } }], ['POST', '/api/writer/withdraw', () => { state.accepted = false; return { status: 204 } }],
    ['GET', '/api/writer/models', () => ({ data: [['gemini-flash-latest', 'Gemini Flash Latest'], ['gemini-pro-latest', 'Gemini Pro Latest']].map(([id, name]) => ({ id, name, input_limit: 1_048_576, output_limit: 65_536 })) })],
    ['GET', '/api/messages/:id/proposals', ({ params: [key] }) => ({ data: of(key) })],
    ['GET', '/api/messages/:id/proposals/look', () => ({ status: 200, body: LOOK })],
    ['POST', '/api/drafts/preview', ({ body }) => ({ count: isNew() ? 0 : 24, written: 3, over: 0, left_out_count: 1, left_out: [{ lead_id: messages[0].lead.id, lead_name: messages[0].lead.business_name, detail: 'No mail to it waits for approval.' }], most_cost: 1.25, likely_cost: body.kind === 'mail' ? 0.04 : null, cost_left: 4.68, reach: 20, per_minute: 10, problem: writer().problem, first: isNew() ? null : { lead_name: messages[0].lead.business_name, look: LOOK } })],
    ['POST', '/api/jobs/drafts', () => ({ status: 202, body: { job_id: 'j9', batch_id: 'b1', count: 24 } })],
    ['GET', '/api/drafts', () => ({ data: isNew() ? [] : waiting(messages).filter(({ id }) => !state.gone.has(id)), next_cursor: null, job: isNew() ? null : { id: 'j9', started_at: now - 90_000, progress: { done: 7, total: 24 } } })],
    ['POST', '/api/proposals/:id/accept', ({ params: [id], body }) => { state.gone[body.accepted ? 'add' : 'delete'](id); tell('proposal', id); return { status: 204 } }],
    ['DELETE', '/api/proposals/:id', ({ params: [id] }) => { state.gone.add(id); return { status: 204 } }],
    ['POST', '/api/jobs/propose', () => ({ status: 202, body: { job_id: 'j8', count: 1 } })],
    ['POST', '/api/messages/:id/proposals/:proposal/take', ({ params: [key] }) => {
      const one = messages.find(({ message }) => message.id === key)
      const kept = draft.sentences.filter(({ dropped }) => !dropped)
      one.text = `Hello,\n\n${kept.map(({ text }) => text).join(' ')}\n\nMira Falk`
      Object.assign(one.message, { subject: draft.subject.text, version: one.message.version + 1, hash: `${one.message.hash}+` })
      for (const each of kept) each.in_mail = true
      tell('proposal', 'p1')
      return { message: one.message }
    }],
  ]
}
