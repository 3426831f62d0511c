import { expect, test } from 'vitest'
import { calm, connect, network, prepare, seconds, shelf, theDesk } from '../testing/bench'
import { mostWaiting } from './outbox'

prepare()

/** Another tab of the same browser: what a tab alone stores is not there. */
const tab = (scope = 'v1') => (sessionStorage.clear(), connect({ shelf, scope }))

test('a tab that stands keeps what is its own; one that goes for good is inherited from', async () => {
  network(false)
  const [first, second] = [tab(), tab()]
  await first.link.start()
  await second.link.start()
  first.link.say('c1', 'from the first')
  await seconds(0.1)
  second.link.say('c1', 'from the second')
  expect(second.link.pending().map((p) => p.text)).toEqual(['from the second'])
  first.link.stop()
  await seconds(9)
  expect(second.link.pending().map((p) => p.text)).toEqual(['from the second'])
  await seconds(2)
  expect(second.link.pending().map((p) => p.text)).toEqual(['from the first', 'from the second'])
  network(true)
  window.dispatchEvent(new Event('online'))
  await seconds(2)
  expect(theDesk().texts('c1')).toEqual(['from the first', 'from the second'])
})

test('a tab that loads its page again has its own before anybody inherits, in order', async () => {
  network(false)
  const [first, second] = [tab(), tab()]
  await first.link.start()
  await second.link.start()
  first.link.say('c1', 'before')
  sessionStorage.setItem('desk:tab', localStorage.key(0)?.split(':').at(-1) ?? '')
  first.link.stop()
  await seconds(3)
  const again = connect({ shelf })
  await again.link.start()
  network(true)
  window.dispatchEvent(new Event('online'))
  again.link.say('c1', 'after')
  await seconds(30)
  expect(again.link.pending()).toEqual([])
  expect(theDesk().texts('c1')).toEqual(['before', 'after'])
})

test('of two that wait for one that goes, one inherits', async () => {
  theDesk().weather = (way, frame) => (way === 'up' && frame.t === 'say' ? 'lose' : 'pass')
  const tabs = [tab(), tab(), tab()]
  for (const { link } of tabs) await link.start()
  await seconds(1)
  tabs[0]?.link.say('c1', 'once')
  await seconds(0.5)
  theDesk().weather = calm
  tabs[0]?.link.stop()
  await seconds(20)
  expect(theDesk().texts('c1')).toEqual(['once'])
  expect(localStorage.length).toBe(0)
})

test('what is written before the storage is ours is kept once it is', async () => {
  network(false)
  const { link } = tab()
  link.say('c1', 'early')
  expect(localStorage.length).toBe(0)
  await link.start()
  expect(localStorage.length).toBe(1)
})

test('another visitor of this browser sees and sends nothing of the one before', async () => {
  network(false)
  const one = tab('visitor:one')
  await one.link.start()
  one.link.say(null, 'private')
  one.link.stop()
  network(true)
  const other = tab('visitor:other')
  await other.link.start()
  await seconds(5)
  expect(other.link.pending()).toEqual([])
  expect(theDesk().heard.map((f) => f.t)).toEqual(['hello'])
})

test('who signs out leaves nothing behind, in no tab', async () => {
  network(false)
  const [first, second] = [tab(), tab()]
  await first.link.start()
  await second.link.start()
  first.link.say('c1', 'a')
  second.link.say('c1', 'b')
  first.link.forget()
  expect(localStorage.length).toBe(0)
  expect(second.link.pending()).toEqual([])
})

test('it takes no more than it can hold', async () => {
  network(false)
  const { link } = tab()
  await link.start()
  for (let i = 0; i < mostWaiting; i++) {
    expect(link.full).toBe(false)
    link.say('c1', `m${i}`)
  }
  expect(link.full).toBe(true)
})

test('what has waited more than a day asks before it goes', async () => {
  network(false)
  const before = tab()
  await before.link.start()
  before.link.say('c1', 'yesterday')
  before.link.stop()
  await seconds(25 * 3600)
  network(true)
  const { link } = connect({ shelf })
  await link.start()
  await seconds(5)
  expect(theDesk().texts('c1')).toEqual([])
  const [item] = link.pending()
  expect(item?.failed).toBe('network')
  link.retry(item?.key ?? '')
  await seconds(5)
  expect(theDesk().texts('c1')).toEqual(['yesterday'])
})

test('what never went out can be taken back; what may have arrived cannot', async () => {
  network(false)
  const { link } = tab()
  await link.start()
  const regretted = link.say('c1', 'regretted')
  link.discard(regretted.key)
  expect(link.pending()).toEqual([])
  network(true)
  theDesk().weather = (way, frame) => (way === 'down' && ['said', 'message'].includes(frame.t) ? 'lose' : 'pass')
  window.dispatchEvent(new Event('online'))
  await seconds(1)
  const sent = link.say('c1', 'sent')
  await seconds(1)
  link.discard(sent.key)
  expect(link.pending().map((p) => p.text)).toEqual(['sent'])
})

test('a broken write in storage stops nobody', async () => {
  localStorage.setItem('desk:out:v1:x', '[{"key":')
  localStorage.setItem('desk:out:v1:y', '7')
  sessionStorage.setItem('desk:tab', 'x')
  const { link } = connect({ shelf })
  await link.start()
  link.say('c1', 'one')
  await seconds(20)
  expect(theDesk().texts('c1')).toEqual(['one'])
})

test('without locks nobody could tell whose a message is: nothing is stored', async () => {
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
  network(false)
  const { link } = tab()
  await link.start()
  link.say('c1', 'one')
  expect(localStorage.length).toBe(0)
})
