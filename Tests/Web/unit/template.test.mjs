import { test } from 'node:test'
import assert from 'node:assert/strict'
import { added, coverage, fairPreview, fateOf, linesOf, nearest, renamed, withFallback } from '../../../Resources/web/models/template.js'

test('a source is cut into lines and tags, and nothing is lost', () => {
  const source = 'Hi {{ a }},\n\n{% if b\n%}x{# c #}\n'
  const lines = linesOf(source)
  assert.equal(lines.map((pieces) => pieces.map(({ text }) => text).join('')).join('\n'), source)
  assert.deepEqual(lines.map((pieces) => pieces.filter(({ tag }) => tag).map(({ text }) => text)), [['{{ a }}'], [], ['{% if b'], ['%}', '{# c #}'], []])
  assert.equal(linesOf('').length, 1)
})

test('words to say instead are put where a value is printed, once, and nowhere else', () => {
  for (const [source, wanted] of [
    ['{{ city }}', '{{ city | default("here") }}'], ['{{city|upper}}', '{{city | default("here")|upper}}'], ['{{ city | default("x") }}', '{{ city | default("x") }}'],
    ['{{ city_name }} {{ lead.city }} {{ city.x }}', '{{ city_name }} {{ lead.city }} {{ city.x }}'], ['{% if city %}{{- city }}{% endif %}', '{% if city %}{{- city | default("here") }}{% endif %}'],
  ]) assert.equal(withFallback(source, 'city', 'here'), wanted)
  assert.equal(withFallback('{{ custom["First visit"] }}', 'custom["First visit"]', 'a "b"'), '{{ custom["First visit"] | default("a \\"b\\"") }}')
})

test('a name that nobody knows is led to the one that was meant, and only to one that is near', () => {
  const known = ['first_name', 'city', 'category', 'phone', 'custom["First visit"]']
  for (const [name, wanted] of [['frist_name', 'first_name'], ['firstname', 'first_name'], ['First_Name', 'first_name'], ['ctiy', 'city'], ['city', null], ['town', null], ['xyz', null], ['custom["first vist"]', 'custom["First visit"]']]) assert.equal(nearest(name, known), wanted, name)
  assert.equal(nearest('city', []), null)
})

test('another name is put where a tag names the old one, and nowhere else', () => {
  for (const [source, wanted] of [
    ['frist {{ frist }} {{frist|upper}}', 'frist {{ city }} {{city|upper}}'], ['{% if frist and not frists %}{{ lead.frist }}{% endif %}', '{% if city and not frists %}{{ lead.frist }}{% endif %}'],
    ['{{ "frist" }} {{ x_frist }}', '{{ "frist" }} {{ x_frist }}'],
  ]) assert.equal(renamed(source, 'frist', 'city'), wanted)
  assert.equal(renamed('{{ custom["a$b"] }}', 'custom["a$b"]', 'custom["$&"]'), '{{ custom["$&"] }}')
})

test('pages of the check add up by name', () => {
  const page = (count, name) => ({ looked_at: 10, total: null, without_email: 1, affected: count, missing: [{ name, count, mails: [count], examples: [{ id: name, business_name: name }] }], troubles: [] })
  const sum = [page(1, 'city'), page(2, 'city'), page(5, 'phone')].reduce(added, null)
  assert.deepEqual([sum.looked_at, sum.without_email, sum.affected], [30, 3, 8])
  assert.deepEqual(sum.missing.map(({ name, count, mails, examples }) => [name, count, mails, examples.length]), [['phone', 5, [5], 1], ['city', 3, [1, 2], 2]])
})

test('a preview says nothing of fields that are empty, nor that a follow-up answers', () => {
  const preview = { errors: [{ field: 'subject' }, { field: 'text' }], lint: [{ code: 'false_reply' }, { code: 'short' }] }
  const codes = (/** @type {any} */ { errors, lint }) => [...errors.map(({ field }) => field), ...lint.map(({ code }) => code)]
  assert.deepEqual(codes(fairPreview(preview, { subject: '', text: 'Hi' }, true)), ['text', 'short'])
  assert.deepEqual(codes(fairPreview(preview, { subject: 'Re: x', text: 'Hi' }, false)), ['subject', 'text', 'false_reply', 'short'])
  assert.equal(fairPreview(null, {}, true), null)
})

test('a share of nobody is none', () => {
  assert.equal(coverage({ have: 0 }, 0), null)
  assert.equal(coverage({ have: 1 }, 4), 0.25)
})

test('what becomes of leads that lack something is told in one of two ways', () => {
  const missing = [{ name: 'city', count: 1, mails: [0], examples: [] }, { name: 'custom["x"]', count: 1, mails: [0], examples: [] }]
  const form = (/** @type {Record<string, string>} */ values) => ({ get: (/** @type {string} */ name) => values[name] ?? null })
  assert.deepEqual(fateOf(form({ fate: 'instead', 'instead-city': 'your town' }), missing), { instead: { city: 'your town', 'custom["x"]': '' } })
  assert.deepEqual(fateOf(form({ fate: 'hold', 'instead-city': 'your town' }), missing), { lacking: 'hold' })
})
