import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, draftOf, firstStep, letter, mayGo, nameOf, nextStep, placeholder, placeOf, requestOf, reworded, rulesOf, waitWords } from '../../../Resources/web/models/sequence.js'

test('steps are changed without touching the others', () => {
  const steps = [firstStep(), nextStep('mail', 1), nextStep('call', 2)]
  const next = reworded(changed(steps, 1, { wait: 5 }), 1, 0, { text: 'Again' })
  assert.equal(next[1].wait, 5)
  assert.equal(next[1].variants[0].text, 'Again')
  assert.equal(next[0], steps[0])
  assert.notEqual(steps[1].variants[0].text, 'Again')
  assert.deepEqual([steps[1].wait, steps[2].audience, steps[2].variants[0].text], [3, 'without_email', ''])
})

test('what is stored becomes a draft, and a draft what is saved', () => {
  const [one, two] = draftOf([{ id: 'a', subject: 'Hi', text: 'x', html: null, reached: true }, { id: 'b', wait: 2, wait_unit: 'days', variants: [{ key: 4, subject: '', text: 'y', html: null }] }])
  assert.deepEqual(one.variants, [{ key: 0, subject: 'Hi', text: 'x', html: null }])
  assert.deepEqual([mayGo([one, two], 0), mayGo([one, two], 1), mayGo([two], 0)], [false, true, false])
  const rules = rulesOf({ name: 'N', window: null, daily_cap: 20, approval: 'each', stop_company: true })
  const body = requestOf(rules, [one, two])
  assert.deepEqual([body.window, body.daily_cap, body.approval, body.stop_company], [null, 20, 'each', true])
  assert.deepEqual([body.hourly_cap, requestOf({ ...rules, min_gap_seconds: '0' }, []).min_gap_seconds], [null, 0])
  assert.ok(!('reached' in body.steps[0]) && body.steps[1].variants[0].key === 4)
})

test('words and places', () => {
  const rows = [[{ wait: 0, wait_unit: 'days' }, 'at once'], [{ wait: 1, wait_unit: 'days' }, '1 day'], [{ wait: 3, wait_unit: 'business_days' }, '3 business days']]
  for (const [step, words] of rows) assert.equal(waitWords(step), words)
  assert.equal(letter(4), 'E')
  assert.deepEqual(placeOf('steps.2.variants.1.text'), { step: 2, variant: 1 })
  assert.deepEqual(placeOf('steps.0.subject'), { step: 0, variant: 0 })
  assert.equal(placeOf('window'), null)
  assert.deepEqual([nameOf(1, 0, 'text'), nameOf(1, 2, 'text')], ['steps.1.text', 'steps.1.variants.2.text'])
  assert.deepEqual([placeholder('city'), placeholder('sender.name')], ['{{ city | default("your town") }}', '{{ sender.name }}'])
})
