import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Problem } from './api'
import { Link, type LinkOptions, type LinkState } from './link'
import { FakeDesk, type Weather } from './testing/fake-desk'
import type { AnyMessage } from './wire'

let desk: FakeDesk
let links: Link[] = []
let online = true

const mute: Weather = () => 'pass'
const text = (m: AnyMessage): string => ('parts' in m ? (m.parts[0]?.text ?? '') : '')
const seconds = (n: number): Promise<unknown> => vi.advanceTimersByTimeAsync(n * 1000)
const ticket = async (): Promise<{ url: string; ticket: string; expires_in: number }> => ({
  url: 'wss://desk.test',
  ticket: 't',
  expires_in: 60,
})

/** A link with what it heard, as a user interface would keep it: by seq, in the order shown. */
function connect(options: Partial<LinkOptions> = {}): { link: Link; shown: () => string[]; heard: AnyMessage[] } {
  const author = { kind: 'customer' as const, id: 'v1' }
  const link = new Link({ ticket, scope: 'v1', author: () => author, socket: desk.socket, storage: null, ...options })
  const heard: AnyMessage[] = []
  link.on('message', (m) => heard.push(m))
  links.push(link)
  const shown = (): string[] => [...heard].sort((a, b) => a.seq - b.seq).map(text)
  return { link, shown, heard }
}

const once = (when: (way: 'up' | 'down', t: string) => boolean, fate: 'lose' | 'twice' | 'drop'): Weather => {
  let done = false
  return (way, frame) => {
    if (done || !when(way, frame.t)) return 'pass'
    done = true
    return fate
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') })
  localStorage.clear()
  online = true
  vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => online)
  desk = new FakeDesk()
})
afterEach(() => {
  for (const link of links.splice(0)) link.stop()
  vi.useRealTimers()
})

describe('saying', () => {
  test('a first message makes a conversation and later ones follow in order', async () => {
    const { link, shown } = connect()
    await link.start()
    link.say(null, 'one')
    link.say(null, 'two')
    await seconds(1)
    expect(desk.texts('c-new')).toEqual(['one', 'two'])
    expect(shown()).toEqual(['one', 'two'])
    expect(link.pending()).toEqual([])
  })

  test('one message is in flight at a time in a conversation', async () => {
    desk.weather = (way, frame) => (way === 'down' && frame.t === 'said' ? 'lose' : 'pass')
    const { link } = connect()
    await link.start()
    link.say('c1', 'one')
    link.say('c1', 'two')
    await seconds(3)
    expect(desk.heard.filter((f) => f.t === 'say')).toHaveLength(1)
  })

  test('a lost acknowledgement is asked for again under the same name and stores nothing twice', async () => {
    const lose = once((w, t) => w === 'down' && t === 'said', 'lose')
    desk.weather = (way, frame) => (frame.t === 'message' ? 'lose' : lose(way, frame))
    const { link, shown } = connect()
    await link.start()
    link.say('c1', 'one')
    await seconds(9)
    const says = desk.heard.filter((f) => f.t === 'say')
    expect(says).toHaveLength(2)
    expect(says[1]).toEqual(says[0])
    expect(desk.texts('c1')).toEqual(['one'])
    expect(shown()).toEqual(['one'])
  })

  test('a message lost on its way up arrives by repetition', async () => {
    desk.weather = once((way, t) => way === 'up' && t === 'say', 'lose')
    const { link } = connect()
    await link.start()
    link.say('c1', 'one')
    await seconds(9)
    expect(desk.texts('c1')).toEqual(['one'])
  })

  test('a socket that falls before the acknowledgement does not double the message', async () => {
    desk.weather = once((way, t) => way === 'down' && t === 'said', 'drop')
    const { link, shown } = connect()
    await link.start()
    link.say(null, 'one')
    link.say(null, 'two')
    await seconds(5)
    expect(desk.texts('c-new')).toEqual(['one', 'two'])
    expect(shown()).toEqual(['one', 'two'])
  })

  test('a forgotten session is compared with the history before anything is sent again', async () => {
    const { link, shown } = connect()
    await link.start()
    await seconds(1)
    link.say('c1', 'one')
    await seconds(1)
    const lose = once((way, t) => way === 'down' && t === 'said', 'drop')
    desk.weather = (way, frame) => (frame.t === 'message' ? 'lose' : lose(way, frame))
    link.say('c1', 'two')
    await vi.advanceTimersByTimeAsync(8)
    desk.head('c1').senders.clear()
    desk.weather = mute
    await seconds(5)
    link.say('c1', 'three')
    await seconds(5)
    expect(desk.texts('c1')).toEqual(['one', 'two', 'three'])
    expect(shown()).toEqual(['one', 'two', 'three'])
  })

  test('a forgotten session whose message was never stored gets a new name', async () => {
    const { link } = connect()
    await link.start()
    link.say('c1', 'one')
    await seconds(1)
    desk.head('c1').senders.clear()
    link.say('c1', 'two')
    await seconds(5)
    expect(desk.texts('c1')).toEqual(['one', 'two'])
    expect(desk.heard.filter((f) => f.t === 'hello')).toHaveLength(2)
  })

  test('a wrong number is put right', async () => {
    const { link } = connect()
    await link.start()
    link.say('c1', 'one')
    await seconds(1)
    for (const [session] of desk.head('c1').senders) desk.head('c1').senders.set(session, 4)
    link.say('c1', 'two')
    await seconds(5)
    expect(desk.texts('c1')).toEqual(['one', 'two'])
  })

  test('a refused message stays, lets the next one pass, and can be retried', async () => {
    const { link } = connect()
    await link.start()
    const bad = link.say('c1', 'bad')
    link.say('c1', 'good')
    await seconds(2)
    expect(desk.texts('c1')).toEqual(['good'])
    expect(link.pending().map((p) => [p.text, p.failed])).toEqual([['bad', 'invalid']])
    link.retry(bad.key)
    await seconds(1)
    expect(desk.heard.filter((f) => f.t === 'say')).toHaveLength(3)
    link.discard(bad.key)
    expect(link.pending()).toEqual([])
  })

  test('what was written without a network goes out once there is one, also after a reload', async () => {
    online = false
    const first = connect({ storage: localStorage })
    await first.link.start()
    expect(first.link.state).toBe('offline')
    first.link.say(null, 'from the tunnel')
    await seconds(5)
    first.link.stop()
    online = true
    const second = connect({ storage: localStorage })
    await second.link.start()
    await seconds(2)
    expect(desk.texts('c-new')).toEqual(['from the tunnel'])
    expect(localStorage.length).toBe(0)
  })

  test('a message whose fate is unknown keeps its name over a reload', async () => {
    desk.weather = (way, frame) => (way === 'down' && frame.t !== 'welcome' && frame.t !== 'history' ? 'lose' : 'pass')
    const first = connect({ storage: localStorage })
    await first.link.start()
    first.link.say(null, 'one')
    await seconds(1)
    first.link.stop()
    desk.weather = mute
    const second = connect({ storage: localStorage })
    second.link.on('welcome', ({ conversation }) => conversation && second.link.watch(conversation.id))
    await second.link.start()
    await seconds(1)
    second.link.say('c-new', 'two')
    await seconds(2)
    expect(desk.texts('c-new')).toEqual(['one', 'two'])
    expect(second.shown()).toEqual(['one', 'two'])
  })
})

describe('hearing', () => {
  test('a gap is filled, a double is dropped', async () => {
    for (const word of ['a', 'b', 'c', 'd', 'e']) desk.write('c1', word)
    const { link, shown } = connect()
    link.watch('c1')
    await link.start()
    await seconds(1)
    const lose = once((way, t) => way === 'down' && t === 'message', 'lose')
    desk.weather = (way, frame) => (frame.t === 'message' && lose(way, frame) === 'lose' ? 'lose' : 'twice')
    for (const word of ['f', 'g', 'h']) desk.write('c1', word)
    await seconds(2)
    expect(shown()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
  })

  test('a push may be an array and out of order', async () => {
    const { link, shown } = connect()
    link.watch('c1')
    await link.start()
    await seconds(1)
    desk.weather = (_, frame) => (frame.t === 'message' ? 'lose' : 'pass')
    const [a, b] = [desk.write('c1', 'a'), desk.write('c1', 'b')]
    desk.weather = mute
    desk.push([b, a].map((message) => ({ t: 'message', conversation: 'c1', message })))
    await seconds(0.1)
    expect(shown()).toEqual(['a', 'b'])
    await seconds(2)
    expect(desk.heard.filter((f) => f.t === 'sync')).toHaveLength(1)
  })

  test('what was missed while away is read from the last number known', async () => {
    desk.write('c1', 'a')
    const { link, shown } = connect()
    link.watch('c1')
    await link.start()
    await seconds(1)
    for (const socket of desk.sockets) socket.fall()
    desk.write('c1', 'b')
    await seconds(3)
    expect(shown()).toEqual(['a', 'b'])
    expect(desk.heard.filter((f) => f.t === 'sync').at(-1)).toMatchObject({ after: 1 })
  })
})

describe('the line', () => {
  test('it goes through its states and comes back for ever', async () => {
    const states: LinkState[] = []
    let refuse = true
    const { link } = connect({
      random: () => 1,
      ticket: () => (refuse ? Promise.reject(new Problem({ status: 0, code: 'network' })) : ticket()),
    })
    link.on('state', (s) => states.push(s))
    await link.start()
    await seconds(600)
    expect(new Set(states)).toEqual(new Set(['connecting', 'waiting']))
    const tries = states.filter((s) => s === 'connecting').length
    expect(tries).toBeGreaterThan(20)
    expect(tries).toBeLessThan(40)
    refuse = false
    await seconds(31)
    expect(link.state).toBe('live')
  })

  test('a refusal at the door ends it', async () => {
    const denied: string[] = []
    const { link } = connect({ ticket: () => Promise.reject(new Problem({ status: 403, code: 'forbidden' })) })
    link.on('denied', (p) => denied.push(p.code))
    await link.start()
    await seconds(60)
    expect(link.state).toBe('closed')
    expect(denied).toEqual(['forbidden'])
  })

  test('offline and online are followed at once', async () => {
    const { link } = connect()
    await link.start()
    await seconds(1)
    online = false
    window.dispatchEvent(new Event('offline'))
    expect(link.state).toBe('offline')
    online = true
    window.dispatchEvent(new Event('online'))
    await seconds(0.1)
    expect(link.state).toBe('live')
  })

  test('a silent socket is given up after a ping without an answer', async () => {
    const { link } = connect()
    await link.start()
    await seconds(1)
    desk.weather = (_, frame) => (frame.t === 'pong' ? 'lose' : 'pass')
    await seconds(252)
    expect(desk.opened).toBe(2)
    expect(link.state).toBe('live')
  })

  test('it rotates before the desk ends it', async () => {
    const { link } = connect({ random: () => 0.5 })
    await link.start()
    await seconds(7200 * 0.89)
    expect(desk.opened).toBe(1)
    await seconds(7200 * 0.02)
    expect(desk.opened).toBe(2)
    expect(link.state).toBe('live')
  })

  test('retry is obeyed', async () => {
    const { link } = connect()
    await link.start()
    await seconds(1)
    desk.push({ t: 'retry', after_ms: 5000 })
    await seconds(4)
    expect(link.state).toBe('waiting')
    await seconds(2)
    expect(link.state).toBe('live')
  })

  test('typing and seen are said now or never', async () => {
    const { link } = connect()
    link.typing('c1', true)
    link.seen('c1', 3)
    await link.start()
    await seconds(1)
    expect(desk.heard.map((f) => f.t)).toEqual(['hello'])
    await seconds(3)
    link.typing('c1', true)
    link.typing('c1', true)
    link.typing('c1', false)
    link.seen('c1', 3)
    expect(desk.heard.map((f) => f.t)).toEqual(['hello', 'typing', 'typing', 'seen'])
  })
})

test.each([7, 11, 2024])('in foul weather %i everything arrives once and in order, both ways', async (start) => {
  let seed = start
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
  desk.room = 2
  desk.random = random
  desk.weather = (_, frame) => {
    if (frame.t === 'welcome') return 'pass'
    const dice = random()
    return dice < 0.1 ? 'lose' : dice < 0.16 ? 'drop' : dice < 0.25 ? 'twice' : 'pass'
  }
  const { link, shown, heard } = connect({ storage: localStorage, random })
  await link.start()
  const sent = Array.from({ length: 100 }, (_, i) => `m${i}`)
  link.on('welcome', ({ conversation }) => conversation && link.watch(conversation.id))
  for (const [i, word] of sent.entries()) {
    link.say(desk.visitor, word)
    if (desk.visitor) desk.write(desk.visitor, `a${i}`)
    if (i % 10 === 9) desk.head(desk.visitor ?? '').senders.clear()
    await seconds(random() * 20)
  }
  await seconds(600)
  desk.weather = mute
  await seconds(600)
  const stored = desk.texts('c-new')
  expect(link.pending()).toEqual([])
  expect(stored.filter((t) => t.startsWith('m'))).toEqual(sent)
  expect(shown()).toEqual(stored)
  expect(new Set(heard.map((m) => m.seq)).size).toBe(heard.length)
  expect(desk.opened).toBeGreaterThan(10)
})
