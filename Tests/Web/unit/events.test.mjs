import test from 'node:test'
import assert from 'node:assert/strict'
import { Events } from '../../../Resources/web/events.js'

/** Two tabs of one browser: one lock, one channel, counted streams. */
function browser() {
  const tabs = []
  const streams = []
  const queue = []
  const locks = {
    request: (_, options, work = options) => {
      if (options.ifAvailable && queue.length) return work(null)
      queue.push(work)
      if (queue.length === 1) work({})
    },
  }
  const tab = () => {
    const channel = { onmessage: null, postMessage: (data) => { for (const other of tabs) if (other !== channel) other.onmessage?.({ data }) } }
    tabs.push(channel)
    const events = new Events({ locks, channel, source: () => { const stream = { listeners: {}, readyState: 1, close() {}, addEventListener(name, tell) { this.listeners[name] = tell } }; streams.push(stream); return stream } })
    events.start()
    return events
  }
  return { tab, streams, next: () => { queue.shift(); queue[0]?.({}) } }
}

test('one stream serves every tab', () => {
  const { tab, streams } = browser()
  const heard = []
  tab().on(['lead'], ({ name, id }) => heard.push(`first ${name} ${id}`))
  tab().on(['lead', 'reply'], ({ name, id }) => heard.push(`second ${name} ${id}`))
  streams[0].listeners.lead({ data: '{"id":"7"}' })
  streams[0].listeners.reply({ data: 'no json' })
  assert.equal(streams.length, 1)
  assert.deepEqual(heard.sort(), ['first lead 7', 'second lead 7', 'second reply null'])
})

test('a tab that takes over tells all to fetch again, since news may have passed', () => {
  const { tab, streams, next } = browser()
  tab()
  const heard = []
  tab().on(['lead'], ({ name }) => heard.push(name))
  next()
  assert.equal(streams.length, 2)
  assert.deepEqual(heard, ['reset'])
})

test('what is ended hears nothing more, and reset reaches everyone', () => {
  const { tab, streams } = browser()
  const heard = []
  const events = tab()
  const end = events.on(['lead'], ({ name }) => heard.push(name))
  streams[0].listeners.reset({ data: '{}' })
  end()
  streams[0].listeners.lead({ data: '{"id":"7"}' })
  assert.deepEqual(heard, ['reset'])
})

test('every tab knows whether the stream is open', () => {
  const { tab, streams } = browser()
  const states = []
  tab()
  tab().onstate = (open) => states.push(open)
  streams[0].onopen()
  streams[0].readyState = 0
  streams[0].onerror()
  assert.deepEqual(states, [true, false])
})
