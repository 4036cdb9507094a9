import test from 'node:test'
import assert from 'node:assert/strict'
import { PAGE, PagedList } from '../../../Resources/web/models/paged_list.js'
import { MARGIN, scrollFor, windowOf } from '../../../Resources/web/models/virtual.js'
import { Selection } from '../../../Resources/web/models/selection.js'
import { Desk } from '../../../Resources/web/models/desk.js'

test('the window of a long table', () => {
  const rows = [
    [{ top: 0, height: 440, row: 44, length: 1_000_000 }, 0, 10 + MARGIN], [{ top: 44_000, height: 440, row: 44, length: 1_000_000 }, 1000 - MARGIN, 1010 + MARGIN],
    [{ top: 0, height: 440, row: 44, length: 3 }, 0, 3], [{ top: 9999, height: 440, row: 44, length: 3 }, 0, 3], [{ top: 0, height: 440, row: 44, length: 0 }, 0, 0], [{ top: 0, height: 440, row: 0, length: 5 }, 0, 0],
  ]
  for (const [view, first, last] of rows) {
    const part = windowOf(view)
    assert.deepEqual([part.first, part.last], [first, last], JSON.stringify(view))
    assert.equal(part.before + part.after + (part.last - part.first) * view.row, view.length * view.row)
  }
})

test('scrolling to a row only when it is not seen whole', () => {
  const rows = [[{ top: 0, height: 100, row: 10, index: 5 }, null], [{ top: 60, height: 100, row: 10, index: 5 }, 50], [{ top: 0, height: 100, row: 10, index: 12 }, 30], [{ top: 0, height: 100, row: 10, index: 9, head: 20 }, 20]]
  for (const [view, expected] of rows) assert.equal(scrollFor(view), expected)
})

const server = (length, asked = []) => async (cursor, limit) => {
  asked.push(cursor)
  const from = Number(cursor ?? 0)
  return { data: Array.from({ length: Math.min(limit, length - from) }, (_, index) => ({ id: from + index })), next_cursor: from + limit < length ? String(from + limit) : null, counts: { total: length } }
}

test('pages follow one another by cursor and far ones are forgotten', async () => {
  const asked = []
  const list = new PagedList(server(2_000, asked))
  await list.need(0, 20)
  assert.deepEqual([list.length, list.complete, list.answer.counts.total], [PAGE, false, 2_000])
  for (let page = 1; page < 15; page++) await list.need(page * PAGE - 30, page * PAGE)
  assert.equal(list.length, 15 * PAGE)
  assert.equal(list.at(0), undefined)
  assert.ok(list.rows.length <= 10 * PAGE)
  await list.need(0, 20)
  assert.equal(list.at(5)?.id, 5)
  assert.equal(asked.filter((cursor) => cursor === null).length, 2)
})

test('a page is asked for once at a time, and the end is known', async () => {
  const asked = []
  const list = new PagedList(server(40, asked))
  await Promise.all([list.need(0, 10), list.need(0, 10)])
  assert.deepEqual([asked.length, list.length, list.complete], [1, 40, true])
  assert.equal(await list.need(0, 40), false)
})

test('an answer that fails can be asked again', async () => {
  let fail = true
  const list = new PagedList(async (...rest) => { if (fail) throw new Error('no'); return server(5)(...rest) })
  await assert.rejects(list.need(0, 5))
  fail = false
  await list.need(0, 5)
  assert.equal(list.length, 5)
})

test('picked rows', () => {
  const picked = new Selection()
  picked.toggle('a'); picked.toggle('b'); picked.toggle('a')
  assert.deepEqual([picked.ids, picked.size, picked.target({ q: 'x' })], [['b'], 1, { ids: ['b'] }])
  picked.all = true
  assert.deepEqual([picked.has('z'), picked.size, picked.target({ q: 'x' })], [true, null, { filter: { q: 'x' } }])
  picked.toggle('z')
  assert.equal(picked.some, false)
  picked.add(['a', 'b'])
  picked.clear()
  assert.equal(picked.some, false)
})

test('the desk: settle, skip, take back', () => {
  const desk = new Desk()
  const items = ['a', 'b', 'c'].map((id) => ({ id }))
  desk.fill(items)
  desk.skip()
  assert.deepEqual([desk.current.id, desk.left], ['b', 3])
  const settled = desk.settle()
  desk.fill(items)
  assert.deepEqual([desk.current.id, desk.left, desk.done], ['c', 2, 1])
  desk.back(settled)
  assert.deepEqual([desk.current.id, desk.left, desk.done], ['b', 3, 0])
})
