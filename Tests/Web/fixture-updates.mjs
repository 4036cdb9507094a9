// Routes of updates of the fixture server: a version that is ready, or updates that are off.
const offer = { version: '0.2.0', notes: 'Answers are sorted better.\nThe calendar knows the holidays of 2027.', published_at: Date.now() - 3 * 86_400_000 }
const ready = { state: 'ready', version: '0.1.0', on: true, can_install: true, why: null, offer, checked_at: Date.now() - 3_600_000, problem: null }

export function updateRoutes(mode) {
  return [
    ['GET', '/api/updates', () => mode() === 'empty' ? { ...ready, state: 'none', on: false, offer: null, checked_at: null } : ready],
    ['GET', '/api/system/disk', () => ({ data: [['base', 48_300_000], ['write_ahead_log', 4_100_000], ['backups', 310_000_000], ['logs', 2_400_000], ['other', 0]].map(([name, bytes]) => ({ name, bytes })), free: 79_000_000_000, reusable: 21_200_000 })],
    ['POST', '/api/workspace/export', ({ body }) => body.path ? { status: 201, body: { bytes: 52_000_000 } } : { problem: 404, code: 'not_found', detail: 'There is no folder there.' }],
    ['POST', '/api/workspace/import', () => ({ status: 202, body: {} })],
    ['POST', '/api/updates/check', () => ready], ['POST', '/api/updates/fetch', () => ({ status: 202, body: { job_id: 'j1' } })], ['POST', '/api/updates/restart', () => ({ status: 202, body: {} })],
  ]
}
