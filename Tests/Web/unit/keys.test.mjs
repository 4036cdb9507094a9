import test from 'node:test'
import assert from 'node:assert/strict'
import { Keys, isTyping, nameOf } from '../../../Resources/web/keys.js'

const press = (key, target = null, more = {}) => ({ key, target, preventDefault() {}, ...more })

test('keys have names', () => {
  const rows = [[{ key: 'K', ctrlKey: true }, 'ctrl+k'], [{ key: 'j' }, 'j'], [{ key: '?' }, '?'], [{ key: 'Enter' }, 'Enter'], [{ key: 'x', metaKey: true }, 'ctrl+x'], [{ key: 'a', altKey: true }, 'alt+a']]
  for (const [event, name] of rows) assert.equal(nameOf(event), name)
})

test('letters belong to a field that is typed in', () => {
  const rows = [[{ tagName: 'INPUT', type: 'text' }, true], [{ tagName: 'INPUT', type: 'checkbox' }, false], [{ tagName: 'TEXTAREA' }, true], [{ tagName: 'SELECT' }, true], [{ tagName: 'DIV', isContentEditable: true }, true], [{ tagName: 'A' }, false], [null, false]]
  for (const [target, typing] of rows) assert.equal(isTyping(target), typing)
})

test('the topmost sheet answers, fields and the switch hold letters back', () => {
  const keys = new Keys()
  const heard = []
  keys.push({ title: 'all', keys: [{ key: 'a', text: '', run: () => heard.push('all a') }, { key: 'ctrl+k', text: '', run: () => heard.push('k'), always: true }] })
  const end = keys.push({ title: 'page', keys: [{ key: 'a', text: '', run: () => heard.push('page a') }, { key: 'Enter', text: '', run: () => heard.push('enter') }] })
  keys.press(press('a'))
  keys.press(press('a', { tagName: 'INPUT', type: 'text' }))
  keys.press(press('k', { tagName: 'INPUT', type: 'text' }, { ctrlKey: true }))
  keys.press(press('Enter', { tagName: 'BUTTON' }))
  keys.press(press('Enter', { tagName: 'TR' }))
  end()
  keys.press(press('a'))
  keys.letters = false
  keys.press(press('a'))
  assert.deepEqual(heard, ['page a', 'k', 'enter', 'all a'])
})
