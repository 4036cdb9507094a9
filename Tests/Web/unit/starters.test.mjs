import { test } from 'node:test'
import assert from 'node:assert/strict'
import { firstGroup, groupsOf, planOf } from '../../../Resources/web/models/starters.js'

const mail = (id, language) => ({ id, name: id, language, steps: [] })

test('groups follow the known languages, one\'s own first', () => {
  const groups = groupsOf([mail('a', 'es'), mail('b', 'en'), mail('c', 'xx'), mail('d', 'en')], [mail('o')])
  assert.deepEqual(groups.map(({ id, mails }) => [id, mails.length]), [['own', 1], ['en', 2], ['es', 1], ['xx', 1]])
  assert.deepEqual(groupsOf([], []), [])
})

test('the browser\'s language comes first where there is one', () => {
  const groups = [{ id: 'en' }, { id: 'de' }]
  assert.equal(firstGroup(groups, 'de-AT'), 'de')
  assert.equal(firstGroup(groups, 'fr'), 'en')
  assert.equal(firstGroup([], 'fr'), '')
})

test('the plan says when the mails go', () => {
  assert.equal(planOf([{ wait: 0 }]), 'One mail, no follow-up.')
  assert.equal(planOf([{ wait: 0 }, { wait: 4 }, { wait: 7 }]), '3 mails: the first, then after 4 and 7 business days without an answer.')
})
