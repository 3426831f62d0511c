import { describe, expect, test } from 'vitest'
import { calm, connect, once, prepare, seconds, theDesk } from '../testing/bench'

prepare()

describe('hearing', () => {
  test('a gap is filled, a double is dropped', async () => {
    for (const word of ['a', 'b', 'c', 'd', 'e']) theDesk().write('c1', word)
    const { link, shown } = connect()
    link.watch('c1')
    await link.start()
    await seconds(1)
    const lose = once((way, t) => way === 'down' && t === 'message', 'lose')
    theDesk().weather = (way, frame) => (frame.t === 'message' && lose(way, frame) === 'lose' ? 'lose' : 'twice')
    for (const word of ['f', 'g', 'h']) theDesk().write('c1', word)
    await seconds(2)
    expect(shown()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
  })

  test('a push may be an array and out of order', async () => {
    const { link, shown } = connect()
    link.watch('c1')
    await link.start()
    await seconds(1)
    theDesk().weather = (_, frame) => (frame.t === 'message' ? 'lose' : 'pass')
    const [a, b] = [theDesk().write('c1', 'a'), theDesk().write('c1', 'b')]
    theDesk().weather = calm
    theDesk().push([b, a].map((message) => ({ t: 'message', conversation: 'c1', message })))
    await seconds(0.1)
    expect(shown()).toEqual(['a', 'b'])
    await seconds(2)
    expect(theDesk().heard.filter((f) => f.t === 'sync')).toHaveLength(1)
  })

  test('what was missed while away is read from the last number known', async () => {
    theDesk().write('c1', 'a')
    const { link, shown } = connect()
    link.watch('c1')
    await link.start()
    await seconds(1)
    for (const socket of theDesk().sockets) socket.fall()
    theDesk().write('c1', 'b')
    await seconds(3)
    expect(shown()).toEqual(['a', 'b'])
    expect(theDesk().heard.filter((f) => f.t === 'sync').at(-1)).toMatchObject({ after: 1 })
  })
})

