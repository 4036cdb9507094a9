import test from 'node:test'
import assert from 'node:assert/strict'
import { arc, bars, ceiling } from '../../../Resources/web/models/chart.js'
import { ago, bytes, counted, span, there } from '../../../Resources/web/models/format.js'
import { chipsOf, filtersOf, listPath, questionOf } from '../../../Resources/web/models/lead_filters.js'
import { fieldTitle, labelOf, LEAD_STATES, MESSAGE_STATES } from '../../../Resources/web/models/labels.js'
import { assign, customField, guessed, lacking } from '../../../Resources/web/models/mapping.js'
import { progressText } from '../../../Resources/web/models/progress.js'
import { navCounts, pillOf } from '../../../Resources/web/models/sending.js'
import { pieces } from '../../../Resources/web/models/upload.js'
import { UndoPile } from '../../../Resources/web/models/undo.js'
import { outcomeText, reverse } from '../../../Resources/web/models/bulk.js'
import { commands, rank } from '../../../Resources/web/models/commands.js'
import { changesOf, leadBody } from '../../../Resources/web/components/lead_form.js'
import { valueOf } from '../../../Resources/web/components/setting_field.js'

test('words for numbers and times', () => {
  const now = Date.UTC(2026, 0, 2, 12)
  const rows = [[counted(1, 'lead'), '1 lead'], [counted(2, 'lead'), '2 leads'], [ago(now - 5_000, now), 'just now'], [ago(now + 5_000, now), 'in a moment'], [ago(now - 180_000, now), '3 minutes ago'], [span(40), '40 seconds'], [span(300), '5 minutes'], [span(86_400 * 2), '2 days'], [there(now, null), ''], [there(now, 'No/Where'), '']]
  for (const [got, expected] of rows) assert.equal(got, expected)
  assert.match(bytes(48_211_000), /48\.2/)
})

test('the chart', () => {
  for (const [value, top] of [[0, 4], [3, 4], [5, 5], [11, 20], [99, 100], [101, 200], [64, 80]]) assert.equal(ceiling(value), top)
  assert.deepEqual(bars([0, 5, 10], 10, { left: 0, width: 30, height: 100, room: 90 }).map(({ height }) => height), [45, 90])
  assert.match(arc(50, 50, 40, 1), /^M[\d.]+ [\d.]+ A40 40 0 1 1 /)
  assert.match(arc(50, 50, 40, 0.3), / 0 0 1 /)
})

test('filters in the address', () => {
  const query = new URLSearchParams('q=caf%C3%A9&state=approved&has_email=false&junk=1')
  assert.deepEqual(filtersOf(query), { q: 'café', state: 'approved', has_email: 'false' })
  assert.deepEqual(questionOf(query), { q: 'café', state: 'approved', has_email: 'false', sort: 'discovered_at', order: 'desc' })
  assert.equal(listPath(query, { state: '', q: null }), '/leads?has_email=false&junk=1')
  assert.deepEqual(chipsOf(filtersOf(query)).map(({ text }) => text), ['State: Approved', 'Without e-mail'])
})

test('every state of the program has a label, and unknown ones are readable', () => {
  for (const state of ['discovered', 'analyzing', 'analyzed', 'pending_review', 'approved', 'rejected', 'ready_for_outreach', 'contacted', 'replied', 'failed', 'expired']) assert.ok(LEAD_STATES[state])
  for (const state of ['composed', 'approved', 'queued', 'sending', 'sent', 'saved_as_draft', 'delivered', 'opened', 'replied', 'categorized', 'failed', 'bounced', 'unsure', 'cancelled']) assert.ok(MESSAGE_STATES[state])
  assert.equal(labelOf(LEAD_STATES, 'brand_new').text, 'Brand new')
})

test('the pill says every state, and offers to pause or resume', () => {
  for (const state of ['practice', 'drafts_only', 'sending', 'waiting', 'paused', 'offline', 'locked', 'frozen', 'needs_attention']) {
    const pill = pillOf({ state, detail: null, next_at: null })
    assert.ok(pill.text && pill.detail && pill.icon, state)
    assert.ok(!(pill.canPause && pill.paused), state)
  }
  assert.match(pillOf({ state: 'sending', detail: null, next_at: Date.now() }).more, /^next at/)
  assert.match(pillOf({ state: 'offline', detail: null, next_at: Date.now() }).more, /^next try/)
  assert.equal(navCounts({ review: 2, approve: 3, answer: 1, unsure: 1, failed: 1, possible: 1 }).review.count, 5)
  assert.equal(navCounts(undefined).inbox.count, 0)
})

test('a mapping gives each field to one column', () => {
  const columns = [{ field: 'email' }, { field: null }, { field: 'business_name' }]
  const mapping = guessed(columns)
  assert.deepEqual(assign(mapping, 1, 'email'), { 0: null, 1: 'email', 2: 'business_name' })
  assert.equal(lacking(mapping), '')
  assert.notEqual(lacking(assign(mapping, 2, null)), '')
  assert.equal(customField(' Kunden-Nr. '), 'custom.Kunden_Nr')
  assert.equal(customField('???'), 'custom.column')
})

test('a file is cut into pieces without a gap', () => {
  for (const size of [0, 1, 10, 11, 20]) {
    const cut = pieces(size, 10)
    assert.equal(cut.reduce((sum, { start, end }) => sum + end - start, 0), size)
    cut.forEach(({ start }, index) => assert.equal(start, index * 10))
  }
})

test('progress with rate and time left', () => {
  assert.equal(progressText({ done: 500, total: 1000 }, 0, 10_000), '500 of 1,000')
  assert.equal(progressText({ done: 500, total: 1000 }, 1, 10_001), '500 of 1,000 · 50 a second · about 10 seconds left')
  assert.equal(progressText(null, 1), '')
})

test('undo takes the newest, or the one that is named, until its time is over', () => {
  const due = []
  const pile = new UndoPile((work) => due.push(work))
  const first = pile.add('one', () => 1)
  pile.add('two', () => 2)
  assert.equal(pile.take(first.id)?.text, 'one')
  assert.equal(pile.take()?.text, 'two')
  assert.equal(pile.take(), undefined)
  pile.add('three', () => 3)
  due.forEach((work) => work())
  assert.equal(pile.size, 0)
})

test('bulk acts say what happened and know the way back', () => {
  assert.equal(outcomeText('approve', { changed: 1 }), '1 lead approved.')
  assert.equal(outcomeText('reject', { changed: 2, skipped_count: 3, skipped: [{ detail: 'Two were sent already.' }] }), '2 leads rejected. 3 left as they were: Two were sent already.')
  for (const [action, back] of [['approve', 'reopen'], ['reject', 'reopen'], ['tag', 'untag'], ['outcome', null]]) assert.equal(reverse(action), back)
})

test('the palette finds by word and by meaning', () => {
  for (const [text, first] of [['imp', 'Import leads'], ['csv', 'Import leads'], ['backup', 'Backups'], ['new camp', 'New campaign'], ['', 'Today']]) assert.equal(rank(commands, text)[0]?.title, first, text)
  assert.deepEqual(rank(commands, 'zzz'), [])
})

test('only what changed is sent', () => {
  assert.deepEqual(changesOf({ city: 'Bonn', phone: null, tags: ['a'] }, { city: 'Berlin', phone: undefined, tags: ['a'] }), { city: 'Bonn' })
  assert.deepEqual(leadBody({ tags: 'a, b ,,', city: null }).tags, ['a', 'b'])
})

test('a setting is read in its own type', () => {
  const rows = [['int', { value: ' 20 ' }, 20], ['int', { value: '2x' }, '2x'], ['int', { value: '' }, null], ['bool', { value: 'on', checked: false }, false], ['list', { value: 'a, b' }, ['a', 'b']], ['secret', { value: ' p w ' }, ' p w '], ['text', { value: ' x ' }, 'x']]
  for (const [type, input, expected] of rows) assert.deepEqual(valueOf({ type }, input), expected)
})

test('a column of the person is called as it is written', () => {
  assert.deepEqual(['custom["Öffnungszeiten am Sonntag"]', "custom['Shoe size']", 'shoe_size', 'first_name'].map(fieldTitle), ['Öffnungszeiten am Sonntag', 'Shoe size', 'Shoe size', 'First name'])
})
