import { describe, expect, test } from 'vitest'
import { joined } from '../amend'
import { Problem } from '../api'
import type { LinkState } from '../link'
import { type Client, connect, network, prepare, seconds, shelf, theDesk, theRest } from '../testing/bench'
import type { Message } from '../wire'
import { Lost } from './channel'

prepare()

/** A page whose sockets fail from now on. */
async function withoutSockets(): Promise<Client & { states: LinkState[] }> {
  const client = connect({ call: theRest().call, shelf })
  const states: LinkState[] = []
  client.link.on('state', (state) => states.push(state))
  client.link.on('welcome', ({ conversation }) => conversation && client.link.watch(conversation.id))
  await client.link.start()
  await seconds(1)
  client.link.say(null, 'hello')
  await seconds(1)
  cut()
  return { ...client, states }
}

function cut(): void {
  theDesk().admits = () => false
  for (const socket of theDesk().sockets) socket.fall()
}

const heal = (): void => void (theDesk().admits = () => true)

describe('R11: without sockets', () => {
  test('what others write is there within 20 seconds, and what we write goes out', async () => {
    const { link, shown } = await withoutSockets()
    theDesk().write('c-new', 'are you there?')
    link.say('c-new', 'yes')
    await seconds(20)
    expect(shown()).toEqual(theDesk().texts('c-new'))
    expect(theDesk().texts('c-new').sort()).toEqual(['are you there?', 'hello', 'yes'])
    expect(link.pending()).toEqual([])
    for (let i = 0; i < 5; i++) {
      theDesk().write('c-new', `later ${i}`)
      await seconds(20)
      expect(shown()).toEqual(theDesk().texts('c-new'))
    }
  })

  test('it is said that the slow way carries, until a socket does', async () => {
    const { link, states } = await withoutSockets()
    await seconds(20)
    expect(link.state).toBe('slow')
    heal()
    await seconds(31)
    expect(link.state).toBe('live')
    expect(states.slice(states.indexOf('slow'))).toEqual(['slow', 'live'])
    const asked = theRest().asked
    await seconds(60)
    expect(theRest().asked).toBe(asked)
  })

  test('on the way back nothing is shown, sent or stored twice', async () => {
    const { link, heard, shown } = await withoutSockets()
    await seconds(12)
    theRest().weather = () => (theRest().asked % 2 ? 'lose down' : 'pass')
    for (let i = 0; i < 10; i++) link.say('c-new', `m${i}`)
    theDesk().write('c-new', 'between')
    await seconds(7)
    heal()
    for (let i = 10; i < 20; i++) link.say('c-new', `m${i}`)
    await seconds(60)
    const ours = theDesk().texts('c-new').filter((text) => text.startsWith('m'))
    expect(ours).toEqual(Array.from({ length: 20 }, (_, i) => `m${i}`))
    expect(shown()).toEqual(theDesk().texts('c-new'))
    expect(new Set(heard.map((m) => m.seq)).size).toBe(heard.length)
  })

  test('a first message may begin the talk there, also where its answer is lost', async () => {
    theDesk().admits = () => false
    let n = 0
    theRest().weather = () => (++n === 2 ? 'lose down' : 'pass')
    const { link, shown } = connect({ call: theRest().call })
    await link.start()
    link.say(null, 'one')
    link.say(null, 'two')
    await seconds(40)
    expect(theDesk().texts('c-new')).toEqual(['one', 'two'])
    expect(shown()).toEqual(['one', 'two'])
  })

  test('a refusal is a refusal there too, and the next message passes', async () => {
    const { link } = await withoutSockets()
    link.say('c-new', 'bad')
    link.say('c-new', 'good')
    await seconds(20)
    expect(link.pending().map((p) => [p.text, p.failed])).toEqual([['bad', 'invalid']])
    expect(theDesk().texts('c-new')).toEqual(['hello', 'good'])
  })

  test('words are edited and taken back there too, and a refusal is shown as on a socket', async () => {
    const { link, heard } = await withoutSockets()
    await seconds(12)
    const [hello] = joined([], heard)
    const asked = theDesk().heard.length
    const amend = async (seq: number, text?: string): Promise<void> => {
      const done = link.amend({ conversation: 'c-new', seq }, text)
      await Promise.all([done, seconds(1)])
    }
    await amend(1, 'good morning')
    expect(theDesk().texts('c-new')).toEqual(['good morning'])
    expect(joined([hello!], heard)).toMatchObject([{ edits: 1, parts: [{ text: 'good morning' }] }])
    await amend(1)
    expect(joined([hello!], heard)).toMatchObject([{ parts: [] }])
    await expect(amend(9, 'not mine')).rejects.toMatchObject({ frame: { of: 'edit', code: 'forbidden' } })
    expect(link.state).toBe('slow')
    expect(theDesk().heard).toHaveLength(asked)
  })

  test('whoever never had a socket learns there for how long their words can be changed', async () => {
    theDesk().admits = () => false
    const { link } = connect({ call: theRest().call })
    const mine = (): Message => ({ author: { kind: 'customer', id: 'v1' }, at: new Date().toISOString() }) as Message
    await link.start()
    expect(link.amendable(mine())).toBe(false)
    await seconds(20)
    const said = mine()
    expect(link.amendable(said)).toBe(true)
    await seconds(301)
    expect(link.amendable(said)).toBe(false)
  })

  test('an edit that nobody answers is told to whoever asked, and may be asked again', async () => {
    const { link } = await withoutSockets()
    await seconds(12)
    theRest().weather = () => 'lose down'
    const lost = expect(link.amend({ conversation: 'c-new', seq: 1 }, 'good morning')).rejects.toBeInstanceOf(Lost)
    await seconds(1)
    await lost
    theRest().weather = () => 'pass'
    await seconds(10)
    await Promise.all([link.amend({ conversation: 'c-new', seq: 1 }, 'good morning'), seconds(1)])
    expect(theDesk().texts('c-new')).toEqual(['good morning'])
  })

  test('a session that the desk has forgotten is compared first there too', async () => {
    const { link } = await withoutSockets()
    await seconds(12)
    theDesk().forget('c-new')
    link.say('c-new', 'one')
    link.say('c-new', 'two')
    await seconds(30)
    expect(theDesk().texts('c-new')).toEqual(['hello', 'one', 'two'])
  })

  test('where nothing carries it says so, and tries on', async () => {
    const { link } = await withoutSockets()
    await seconds(12)
    theRest().weather = () => 'lose up'
    link.say('c-new', 'one')
    await seconds(10)
    expect(['connecting', 'waiting']).toContain(link.state)
    theRest().weather = () => 'pass'
    await seconds(10)
    expect(link.state).toBe('slow')
    expect(theDesk().texts('c-new')).toEqual(['hello', 'one'])
  })

  test('without any network it rests', async () => {
    const { link } = await withoutSockets()
    await seconds(12)
    network(false)
    window.dispatchEvent(new Event('offline'))
    await seconds(1)
    const asked = theRest().asked
    await seconds(60)
    expect([link.state, theRest().asked]).toEqual(['offline', asked])
  })

  test('a line that dies in silence is left for the slow way as soon as it is known', async () => {
    const { link } = connect({ call: theRest().call })
    await link.start()
    await seconds(1)
    theDesk().weather = () => 'lose'
    theDesk().admits = () => false
    link.say(null, 'one')
    await seconds(20)
    expect(theDesk().texts('c-new')).toEqual(['one'])
  })
})

test('an agent hears on the slow way that lists should be asked for again', async () => {
  theDesk().admits = () => false
  const author = () => ({ kind: 'agent' as const, id: 'p1' })
  const { link, shown } = connect({ call: theRest().call, author })
  let polled = 0
  link.on('polled', () => (polled += 1))
  link.watch('c1')
  await link.start()
  theDesk().write('c1', 'hello')
  link.say('c1', 'hello too')
  await seconds(30)
  expect(polled).toBeGreaterThan(2)
  expect(shown()).toEqual(['hello', 'hello too'])
})

test('without the means there is no slow way', async () => {
  const { link } = connect({ ticket: () => Promise.reject(new Problem({ status: 0, code: 'network' })) })
  await link.start()
  await seconds(60)
  expect(link.state).not.toBe('slow')
})
