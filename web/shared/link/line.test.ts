import { describe, expect, test } from 'vitest'
import { Problem } from '../api'
import type { LinkState } from '../link'
import { connect, network, prepare, seconds, theDesk, ticket } from '../testing/bench'

prepare()

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
    network(false)
    window.dispatchEvent(new Event('offline'))
    expect(link.state).toBe('offline')
    network(true)
    window.dispatchEvent(new Event('online'))
    await seconds(0.1)
    expect(link.state).toBe('live')
  })

  test('a silent socket is given up after a ping without an answer', async () => {
    const { link } = connect()
    await link.start()
    await seconds(1)
    theDesk().weather = (_, frame) => (frame.t === 'pong' ? 'lose' : 'pass')
    await seconds(252)
    expect(theDesk().opened).toBe(2)
    expect(link.state).toBe('live')
  })

  test('it rotates before the desk ends it', async () => {
    const { link } = connect({ random: () => 0.5 })
    await link.start()
    await seconds(7200 * 0.89)
    expect(theDesk().opened).toBe(1)
    await seconds(7200 * 0.02)
    expect(theDesk().opened).toBe(2)
    expect(link.state).toBe('live')
  })

  test('retry is obeyed', async () => {
    const { link } = connect()
    await link.start()
    await seconds(1)
    theDesk().push({ t: 'retry', after_ms: 5000 })
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
    expect(theDesk().heard.map((f) => f.t)).toEqual(['hello'])
    await seconds(3)
    link.typing('c1', true)
    link.typing('c1', true)
    link.typing('c1', false)
    link.seen('c1', 3)
    expect(theDesk().heard.map((f) => f.t)).toEqual(['hello', 'typing', 'typing', 'seen'])
  })
})

