import test from 'node:test'
import assert from 'node:assert/strict'
import { match } from '../../../Resources/web/router.js'

const routes = ['/', '/leads/:id?', '/inbox/practice/:id?', '/inbox/:id?', '/review'].map((path) => ({ path, load: async () => null }))

test('a path finds its route and parameters', () => {
  const rows = [
    ['/', '/', {}], ['/leads', '/leads/:id?', {}], ['/leads/', '/leads/:id?', {}], ['/leads/a%20b', '/leads/:id?', { id: 'a b' }],
    ['/inbox/practice', '/inbox/practice/:id?', {}], ['/inbox/practice/7', '/inbox/practice/:id?', { id: '7' }], ['/inbox/7', '/inbox/:id?', { id: '7' }],
    ['/leads/a/b', null], ['/nowhere', null], ['/leads/%E0%A4%A', null], ['/review/x', null],
  ]
  for (const [path, route, params] of rows) {
    const found = match(routes, path)
    assert.equal(found?.route.path ?? null, route, path)
    if (found) assert.deepEqual(found.params, params, path)
  }
})
