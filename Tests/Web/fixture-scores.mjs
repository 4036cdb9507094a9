// The table of scores and the checking of addresses, answered from memory.
const rule = (sign, points, value = '') => ({ sign, points, value })
const standard = [rule('has_email', 30), rule('verified_email', 10), rule('bad_email', -40), rule('personal_email', 5), rule('has_phone', 5), rule('has_contact_name', 10), rule('has_website', 10), rule('no_website', 0), rule('site_without_https', 10), rule('site_not_mobile', 10), rule('weak_site', 10, '60'), rule('category_matches', 20), rule('is_near', 10), rule('is_chain', -20), rule('is_large', -10, '250'), rule('high_authority', -10, '500'), rule('unreachable', -30)]

export function scoreRoutes(leads) {
  const state = { rules: standard, history: [{ at: Date.now() - 86_400_000, actor: 'user', rules: standard.map((one) => one.sign === 'category_matches' ? rule(one.sign, 25, 'bakery, café') : one) }] }
  const table = () => ({ data: state.rules, standard, history: state.history })
  return [
    ['GET', '/api/score-rules', table],
    ['POST', '/api/score-rules', ({ body }) => { state.rules = body.rules; state.history.unshift({ at: Date.now(), actor: 'user', rules: body.rules }); return table() }],
    ['POST', '/api/score-rules/preview', ({ body }) => body.rules.some(({ points }) => Math.abs(points) > 100)
      ? { problem: 400, code: 'bad_input', detail: 'The table can’t be used like this.', errors: [{ field: body.rules.find(({ points }) => Math.abs(points) > 100).sign, detail: 'must be -100 to 100 points' }] }
      : { leads: leads.length, changed: 34, before: { A: 12, B: 40, C: 8 }, after: { A: 19, B: 35, C: 6 }, movers: leads.slice(0, 3).map((lead, at) => ({ id: lead.id, business_name: lead.business_name, before: 50 + at, after: 75 - at })) }],
    ['GET', '/api/verifier', () => ({ is_set_up: true, problem: null, quota: { plan: 'Free', used: 12, available: 50, resets_on: '2026-12-01' } })],
    ['POST', '/api/jobs/check-sites/estimate', ({ body }) => ({ sites: body.ids.length, most_cost: body.ids.length * 0.00015 + (body.ranks ? 0.024 : 0), limit: 2, problem: null })],
    ['POST', '/api/jobs/check-sites', ({ body }) => ({ status: 202, body: { job_id: 'j10', count: body.ids.length } })],
    ['POST', '/api/jobs/verify', ({ body }) => ({ status: 202, body: { job_id: 'j8', count: body.ids.length } })],
    ['POST', '/api/jobs/enrich', ({ body }) => ({ status: 202, body: { asked: body.ids.length, without_site: 0 } })],
  ]
}

/** What the panel shows of a lead beside its fields. */
export function evidenceOf(lead) {
  if (!lead.website) return { email_verdict: null, site_problem: null, evidence: [] }
  const page = (path, title, excerpt) => ({ url: `${lead.website.replace(/\/$/, '')}${path}`, title, excerpt, hash: 'ab', at: lead.discovered_at })
  return {
    email_verdict: lead.email ? { verdict: 'valid', source: 'hunter', at: lead.discovered_at + 900_000 } : null, site_problem: lead.email ? null : 'The site does not answer: it took too long.',
    evidence: [page('/', `${lead.business_name}, ${lead.city}`, 'Bread and cakes, fresh every day since 1921.'), page('/impressum', 'Imprint', 'Owner: Jane Doe. Phone 030 1234567.')],
  }
}
