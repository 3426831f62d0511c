/** R12: ten thousand clients whose sockets end after two hours come back without trampling the gate. */
import { describe, expect, test } from 'vitest'
import { connect, prepare, seconds, theDesk } from '../testing/bench'
import { chance } from '../testing/chance'
import { FakeDesk } from '../testing/fake-desk'
import { Backoff, lifeOf } from './backoff'

const clients = 10_000
/** What API Gateway lets in by default, for one account. */
const perSecond = 500
const twoHours = 7200_000

interface Herd {
  /** Sockets opened, by second. */
  opened: number[]
  /** Tries, by second, those turned away included. */
  tried: number[]
}

const spread = (counts: number[]): number => Object.keys(counts).length && counts.length - 1 - Number(Object.keys(counts)[0])
const peak = (counts: number[]): number => counts.reduce((most, n) => Math.max(most, n ?? 0), 0)
const total = (counts: number[]): number => counts.reduce((sum, n) => sum + (n ?? 0), 0)
const count = (counts: number[], at: number): void => void (counts[Math.floor(at / 1000)] = (counts[Math.floor(at / 1000)] ?? 0) + 1)

/** Everyone is cut off at once; the gate has a bucket of tokens, and who finds it empty stays away longer. */
function cutAll(random: () => number): Herd {
  const herd: Herd = { opened: [], tried: [] }
  const backoffs = Array.from({ length: clients }, () => new Backoff(random))
  let due = backoffs.map((backoff) => ({ backoff, at: backoff.next() }))
  const drop = perSecond / 100
  for (let ms = 0, tokens = 0; due.length; ms += 10) {
    tokens = Math.min(drop, tokens + drop)
    const later: typeof due = []
    for (const one of due) {
      if (one.at > ms) later.push(one)
      else if (count(herd.tried, ms), tokens >= 1) tokens -= 1, count(herd.opened, ms)
      else later.push({ ...one, at: ms + one.backoff.next() })
    }
    due = later
  }
  return herd
}

describe('R12: forced disconnects', () => {
  test.each([1, 2, 3])('clients that began in the same second go before the desk ends them, each at its own time (%i)', (seed) => {
    const random = chance(seed)
    const opened: number[] = []
    for (let i = 0; i < clients; i++) count(opened, lifeOf(twoHours, random))
    expect(opened.length * 1000).toBeLessThan(twoHours)
    expect(spread(opened)).toBeGreaterThanOrEqual(20)
    expect(peak(opened)).toBeLessThanOrEqual(perSecond / 10)
  })

  test.each([1, 2, 3])('cut off all at once, they come back as fast as the gate lets them, and all of them (%i)', (seed) => {
    const { opened, tried } = cutAll(chance(seed))
    expect(total(opened)).toBe(clients)
    expect(peak(opened)).toBeLessThanOrEqual(perSecond)
    expect(spread(opened)).toBeGreaterThanOrEqual(20)
    expect(opened.length).toBeLessThanOrEqual(60)
    expect(total(tried) / clients).toBeLessThan(6)
  })
})

describe('R12: what was being said meanwhile', () => {
  prepare()

  test('nothing is lost or doubled by a herd that comes back through a narrow gate', async () => {
    const desk = theDesk()
    desk.random = chance(5)
    desk.page = 50
    let tokens = 0
    desk.admits = () => tokens-- > 0
    setInterval(() => (tokens = 5), 1000)
    const author = (i: number) => () => ({ kind: 'agent' as const, id: `p${i}` })
    const herd = Array.from({ length: 60 }, (_, i) => ({ i, ...connect({ author: author(i), random: chance(i + 1) }) }))
    for (const { link, i } of herd) (link.watch(`c${i}`), await link.start())
    await seconds(90)
    for (let round = 0; round < 3; round++) {
      for (const socket of [...desk.sockets]) socket.fall()
      for (const { link, i } of herd) (link.say(`c${i}`, `mine ${round}`), desk.write(`c${i}`, `theirs ${round}`))
      await seconds(round === 1 ? 5 : 120)
    }
    for (const { link, heard, i } of herd) {
      const here = heard.filter((m) => m.conversation === `c${i}`).sort((a, b) => a.seq - b.seq)
      expect(link.pending()).toEqual([])
      expect(here).toMatchObject(desk.head(`c${i}`).messages.map(({ id }) => ({ id })))
      expect(desk.texts(`c${i}`).filter((t) => t.startsWith('mine'))).toEqual(['mine 0', 'mine 1', 'mine 2'])
    }
  })
  test('nor are visitors, each with a talk of their own', async () => {
    let tokens = 0
    setInterval(() => (tokens = 5), 1000)
    const herd = Array.from({ length: 60 }, (_, i) => {
      const desk = Object.assign(new FakeDesk(), { page: 50, random: chance(i + 1), admits: () => tokens-- > 0 })
      return { desk, ...connect({ random: chance(i + 1), socket: desk.socket, scope: `v${i}` }) }
    })
    for (const { link } of herd) await link.start()
    for (const { link } of herd) link.say(null, 'mine 0')
    await seconds(90)
    for (let round = 1; round < 4; round++) {
      for (const { desk } of herd) for (const socket of [...desk.sockets]) socket.fall()
      for (const { link, desk } of herd) (link.say('c-new', `mine ${round}`), desk.write('c-new', `theirs ${round}`))
      await seconds(round === 2 ? 5 : 120)
    }
    for (const { link, desk, shown } of herd) {
      expect(link.pending()).toEqual([])
      expect(shown()).toEqual(desk.texts('c-new'))
      expect(desk.texts('c-new').filter((t) => t.startsWith('mine'))).toEqual(['mine 0', 'mine 1', 'mine 2', 'mine 3'])
    }
  })
})
