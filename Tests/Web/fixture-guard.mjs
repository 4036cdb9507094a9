// The made-up answers about data that went back in time.
const now = Date.now()
const held = ['Hofladen Ries', 'Atelier Nord', 'Café Lumen'].map((name, index) => ({ id: `g${index}`, lead_id: `l${index}`, lead_name: name, campaign_name: 'Spring' }))

/** @param {() => boolean} isEmpty */
export function guardRoutes(isEmpty) {
  const guard = { cause: 'older', since: now - 90_000_000, noticed_at: now - 60_000, proof: 'own_copies', checked_at: now - 30_000, found: 2, lost_mailboxes: 0 }
  const answer = () => (isEmpty() ? { guard: null, held_count: 0, held: [] } : { guard, held_count: held.length, held })
  return [
    ['GET', '/api/restore-guard', answer], ['POST', '/api/restore-guard/check', () => ({ status: 202, body: {} })], ['POST', '/api/restore-guard/end', () => ({ guard: null, held_count: 0, held: [] })],
    ['POST', '/api/restore-guard/held/:id', ({ params: [key] }) => { held.splice(held.findIndex((one) => one.id === key), 1); return answer() }],
  ]
}
