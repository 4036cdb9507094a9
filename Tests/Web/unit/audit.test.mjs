import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AUDIT, auditWords, KEPT } from '../../../Resources/web/models/audit.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const sources = readdirSync(`${ROOT}Sources`, { recursive: true }).filter((name) => name.endsWith('.swift')).map((name) => readFileSync(`${ROOT}Sources/${name}`, 'utf8'))
/** The events of every life cycle, from the snapshot of its moves. */
const events = Object.fromEntries(readFileSync(`${ROOT}Tests/OutreachTests/Snapshots/states.txt`, 'utf8').trim().split('\n\n').map((machine) => {
  const [name, ...moves] = machine.split('\n')
  return [name, [...new Set(moves.map((move) => move.trim().split(':')[0]))]]
}))
const MACHINES = { lead: 'LeadState', message: 'MessageState', campaign: 'CampaignState', enrollment: 'EnrollmentState', job: 'JobState', mailbox: 'MailboxState', task: 'PersonTaskState', discovery: 'DiscoveryState' }
/** Actions and things that are no literals where they are written: what they can be. */
const NAMED = {
  'session action': ['login', 'logout', 'expired', 'refused'], 'template act': ['create', 'edit', 'remove'], 'recovery_key state.rawValue': ['open', 'saved', 'declined'],
  'update action': events.UpdatePhase, 'update outcome': ['confirm', 'roll_back'],
}
const EXPORTS = ['leads', 'messages', 'replies', 'audit']

/** Every action of the trail that the program can write, as `entity action`. */
function written() {
  const found = new Set()
  for (const text of sources) for (const { index } of text.matchAll(/AuditTable\.append\(/g)) {
    const [action, entity] = argumentsAt(text, index + 'AuditTable.append('.length)
    const literals = [...action.matchAll(/"(\w+)"/g)].map(([, word]) => word)
    const entities = entity === 'kind.rawValue' ? EXPORTS : [...entity.matchAll(/(?<!\? )"(\w+)"|"(\w+)" :/g)].map(([, one, other]) => one ?? other).concat(...[...entity.matchAll(/\? "(\w+)"/g)].map(([, one]) => one))
    assert.ok(entities.length, `what ${action} is about: ${entity}`)
    for (const thing of entities) {
      const actions = action === 'event.rawValue' ? events[MACHINES[thing]] : literals.length ? literals : NAMED[`${thing} ${action}`]
      assert.ok(actions?.length, `what “${action}” of ${thing} can be is not known to this test`)
      for (const one of actions) found.add(`${thing} ${one}`)
    }
  }
  return [...found].sort()
}

/** The first two arguments of a call. */
function argumentsAt(text, from) {
  const parts = ['']
  for (let at = from, depth = 0; parts.length < 3; at++) {
    if (text[at] === ',' && !depth) parts.push('')
    else { depth += { '(': 1, ')': -1 }[text[at]] ?? 0; parts[parts.length - 1] += text[at] }
  }
  return parts.slice(0, 2).map((part) => part.trim().replace(/\s+/g, ' '))
}

test('every action that the trail can have is said in words, and no others are kept', () => {
  const all = written()
  assert.ok(all.length > 120 && all.includes('lead approve') && all.includes('message accepted') && all.includes('setting set'), `${all.length}`)
  const said = Object.entries(AUDIT).flatMap(([entity, actions]) => Object.keys(actions).map((action) => `${entity} ${action}`)).sort()
  assert.deepEqual(all.filter((one) => !said.includes(one)), [], 'without words')
  assert.deepEqual(said.filter((one) => !all.includes(one)), [], 'that nothing writes')
})

test('what is kept beside the settings has words, too', () => {
  const keys = sources.filter((text) => text.includes('SettingTable.set(')).flatMap((text) => [...text.matchAll(/"((?:state|setup|retention)\.[a-z_.]*)/g)].map(([, key]) => key))
  assert.ok(keys.includes('state.sending_paused') && keys.includes('setup.step.') && keys.length > 5, `${keys}`)
  for (const key of keys) {
    assert.ok(Object.keys(KEPT).some((name) => key.startsWith(name)), key)
    for (const value of ['true', 'false', 'skipped', undefined]) {
      const text = auditWords({ id: '1', at: 0, actor: 'user', action: 'set', entity: 'setting', entity_id: `${key}x`, about: key, before: null, after: value ? { value } : null })
      assert.doesNotMatch(text, /[_{}“]|undefined/, `${key}: ${text}`)
    }
  }
  assert.equal(auditWords({ id: '1', at: 0, actor: 'user', action: 'set', entity: 'setting', entity_id: 'PORT', about: 'Port of this page', before: null, after: null }), 'You changed “Port of this page”')
})

test('words name who, what and to what, and nothing technical is left in them', () => {
  const row = (action, entity, about, more = {}) => auditWords({ id: '1', at: 0, actor: 'user', action, entity, entity_id: null, about, before: null, after: null, ...more })
  assert.equal(row('approve', 'lead', 'Moon Cafe'), 'You approved Moon Cafe')
  assert.equal(row('approve', 'lead', null), 'You approved a lead')
  assert.equal(row('set', 'setting', 'Mails a day, at most'), 'You changed “Mails a day, at most”')
  assert.equal(row('receive', 'reply', 'A $& B', { actor: 'system', after: { kind: 'bounce' } }), 'The mail to A $& B came back')
  assert.equal(row('update', 'reply', 'Moon Cafe', { before: { class: 'question' }, after: { class: 'not_interested' } }), 'You said that the answer of Moon Cafe means “not interested”')
  assert.equal(row('suppress', 'suppression', null, { actor: 'system', after: { reason: 'imported', count: '12' } }), 'The program put 12 from a list on “Never write to”')
  assert.equal(row('fly', 'kite', null), 'You: kite, fly')
  for (const [entity, actions] of Object.entries(AUDIT)) for (const action of Object.keys(actions)) for (const kind of ['reply', 'bounce', 'auto_reply', 'complaint', 'receipt']) {
    const text = row(action, entity, 'Moon Cafe', { after: { kind } })
    assert.doesNotMatch(text, /[_{}]|undefined|NaN|null/, `${entity}.${action}: ${text}`)
  }
})
