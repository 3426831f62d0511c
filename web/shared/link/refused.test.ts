/** What becomes of a message, by the code with which the desk refuses it. The codes are those of docs/protocol.md. */
import { describe, expect, test } from 'vitest'
import protocol from '../../../docs/protocol.md?raw'
import type { SayFrame } from '../frames'
import type { Pending } from '../link'
import { connect, once, prepare, seconds, theDesk } from '../testing/bench'
import type { Refused } from '../testing/fake-desk'

prepare()

const repeated: Refused[] = [
  { code: 'busy', retry_ms: 500 },
  { code: 'internal' },
  { code: 'out_of_order', expected: 1 },
  { code: 'unauthenticated' },
]
const shown: Refused[] = [
  { code: 'malformed' },
  { code: 'too_large' },
  { code: 'invalid', rule: 'exists' },
  { code: 'not_found' },
  { code: 'forbidden' },
  { code: 'conflict', rule: 'not_held' },
  { code: 'conflict', rule: 'erased' },
]
const renamed: Refused[] = [{ code: 'unknown_session' }, { code: 'conflict', rule: 'reused' }]

const says = (): SayFrame[] => theDesk().heard.filter((frame) => frame.t === 'say')
const names = (text: string): string[] => {
  const ofIt = says().filter(({ parts: [part] }) => part && 'text' in part && part.text === text)
  return [...new Set(ofIt.map(({ session, n }) => `${session}.${n}`))]
}
/** So many messages are refused so. */
const times = (left: number, refused: Refused) => () => (left-- > 0 ? refused : undefined)
const ends = ({ pending }: { pending: Pending[] }): (string | undefined)[][] => pending.map(({ text, failed, rule }) => [text, failed, rule])

const joined = async (): Promise<ReturnType<typeof connect>> => {
  const client = connect()
  await client.link.start()
  client.link.say('c1', 'before')
  await seconds(1)
  return client
}

test('every code of the protocol has its line here', () => {
  const [, table = ''] = protocol.split('## Refusals')
  const codes = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| (`[a-z_`, ]+) \|/gm)].flatMap(([, names = '']) => names.match(/[a-z_]+/g) ?? [])
  expect(new Set(codes)).toEqual(new Set([...repeated, ...shown, ...renamed].map(({ code }) => code)))
})

describe.each(repeated)('$code: asked again', (refused) => {
  test('under the same name until the desk takes it, and nothing overtakes it', async () => {
    const { link } = await joined()
    theDesk().refuses = times(3, refused)
    link.say('c1', 'one')
    link.say('c1', 'two')
    await seconds(20)
    expect(theDesk().texts('c1')).toEqual(['before', 'one', 'two'])
    expect(names('one')).toHaveLength(1)
    expect(link.pending()).toEqual([])
  })

  test('what was stored all the same is stored once', async () => {
    const { link } = await joined()
    theDesk().weather = (_, frame) => (frame.t === 'message' ? 'lose' : 'pass')
    theDesk().refuses = times(3, { ...refused, stored: true })
    link.say('c1', 'one')
    link.say('c1', 'two')
    await seconds(20)
    expect(theDesk().texts('c1')).toEqual(['before', 'one', 'two'])
    expect(names('one')).toHaveLength(1)
  })
})

describe.each(repeated.slice(1))('$code without end', (refused) => {
  const refuse = ({ parts: [part] }: SayFrame): Refused | undefined => (part && 'text' in part && part.text === 'one' ? refused : undefined)

  test('is shown, lets the next one pass, and the name stays with the message', async () => {
    const { link } = await joined()
    theDesk().refuses = refuse
    const { key } = link.say('c1', 'one')
    await seconds(60)
    expect(ends({ pending: link.pending() })).toEqual([['one', refused.code, undefined]])
    expect(says().length).toBeLessThan(10)
    link.retry(key)
    await seconds(60)
    expect(names('one')).toHaveLength(1)
    theDesk().refuses = () => undefined
    link.say('c1', 'two')
    await seconds(5)
    link.retry(key)
    await seconds(5)
    expect(theDesk().texts('c1')).toEqual(['before', 'two', 'one'])
    expect(link.pending()).toEqual([])
  })

  test('is not doubled by trying again where it was stored, nor does it swallow the next one', async () => {
    const { link, shown: heard } = await joined()
    theDesk().weather = (_, frame) => (frame.t === 'message' ? 'lose' : 'pass')
    theDesk().refuses = (frame) => (refuse(frame) ? { ...refused, stored: true } : undefined)
    const { key } = link.say('c1', 'one')
    link.say('c1', 'two')
    await seconds(60)
    theDesk().refuses = () => undefined
    link.retry(key)
    await seconds(20)
    expect(theDesk().texts('c1')).toEqual(['before', 'one', 'two'])
    expect(heard()).toEqual(['before', 'one', 'two'])
    expect(link.pending()).toEqual([])
  })
})

describe.each(shown)('$code $rule: shown', (refused) => {
  test('at once, while the next one passes; trying again sends it', async () => {
    const { link } = await joined()
    theDesk().refuses = times(1, refused)
    const { key } = link.say('c1', 'one')
    link.say('c1', 'two')
    await seconds(2)
    expect(ends({ pending: link.pending() })).toEqual([['one', refused.code, refused.rule]])
    expect(theDesk().texts('c1')).toEqual(['before', 'two'])
    link.retry(key)
    await seconds(5)
    expect(theDesk().texts('c1')).toEqual(['before', 'two', 'one'])
    expect(link.pending()).toEqual([])
  })

  test('after an earlier sending that was stored, trying again stores nothing', async () => {
    const { link } = await joined()
    const lose = once((way, t) => way === 'down' && t === 'said', 'lose')
    theDesk().weather = (way, frame) => (frame.t === 'message' ? 'lose' : lose(way, frame))
    const { key } = link.say('c1', 'one')
    await seconds(1)
    theDesk().refuses = times(1, refused)
    await seconds(10)
    expect(link.pending()).toMatchObject([{ failed: refused.code }])
    link.say('c1', 'two')
    await seconds(2)
    link.retry(key)
    await seconds(2)
    expect(theDesk().texts('c1')).toEqual(['before', 'one', 'two'])
    expect(link.pending()).toEqual([])
  })

  test('words said twice are stored twice, whichever of them was refused', async () => {
    const { link } = await joined()
    theDesk().refuses = times(1, refused)
    const { key } = link.say('c1', 'ok')
    link.say('c1', 'ok')
    await seconds(2)
    link.retry(key)
    await seconds(5)
    expect(theDesk().texts('c1')).toEqual(['before', 'ok', 'ok'])
  })

  test('nor is one of them taken for the other where its answer is lost', async () => {
    const { link } = await joined()
    theDesk().refuses = times(1, refused)
    theDesk().weather = once((way, t) => way === 'down' && t === 'said', 'lose')
    const { key } = link.say('c1', 'ok')
    link.say('c1', 'ok')
    await seconds(2)
    expect(ends({ pending: link.pending() })).toEqual([['ok', refused.code, refused.rule]])
    link.retry(key)
    await seconds(15)
    expect(theDesk().texts('c1')).toEqual(['before', 'ok', 'ok'])
  })
})

describe.each(renamed)('$code $rule: another name', (refused) => {
  test('once what lies there was read, under a session that never spoke here', async () => {
    const { link } = await joined()
    theDesk().refuses = times(1, refused)
    link.say('c1', 'one')
    await seconds(5)
    expect(theDesk().texts('c1')).toEqual(['before', 'one'])
    expect(theDesk().heard.map((f) => f.t).slice(-4)).toEqual(['say', 'hello', 'sync', 'say'])
    expect(names('one')).toHaveLength(2)
    expect(says().at(-1)).toMatchObject({ n: 1 })
  })

  test('and none, where it lies there', async () => {
    const { link } = await joined()
    theDesk().weather = (_, frame) => (frame.t === 'message' ? 'lose' : 'pass')
    theDesk().refuses = times(1, { ...refused, stored: true })
    link.say('c1', 'one')
    await seconds(5)
    expect([theDesk().texts('c1'), link.pending()]).toEqual([['before', 'one'], []])
    expect(says()).toHaveLength(2)
  })

  test('is shown when it never ends', async () => {
    const { link } = await joined()
    theDesk().refuses = () => refused
    link.say('c1', 'one')
    await seconds(120)
    expect(ends({ pending: link.pending() })).toEqual([['one', refused.code, refused.rule]])
    expect(says().length).toBeLessThan(10)
  })
})

test('a counter set back at the desk is learned from it: what follows carries the number that is due', async () => {
  const { link } = await joined()
  for (const session of theDesk().head('c1').senders.keys()) theDesk().head('c1').senders.set(session, 0)
  theDesk().head('c1').messages.length = 0
  link.say('c1', 'one')
  await seconds(60)
  expect(ends({ pending: link.pending() })).toEqual([['one', 'out_of_order', undefined]])
  link.say('c1', 'two')
  await seconds(2)
  expect(theDesk().texts('c1')).toEqual(['two'])
})

test('an old message that is tried again after a reload does not make the desk count anew', async () => {
  const { link } = await joined()
  theDesk().refuses = times(1, { code: 'forbidden', stored: true })
  theDesk().weather = (_, frame) => (frame.t === 'message' ? 'lose' : 'pass')
  const old = link.say('c1', 'one')
  await seconds(1)
  link.stop()
  const [failed] = link.pending()
  expect(failed).toMatchObject({ key: old.key, n: 2 })
  for (const [session] of theDesk().head('c1').senders) theDesk().head('c1').senders.set(session, 4)
  const again = connect({ shelf: ({ left }) => ({ open: async () => left([failed!]), keep() {}, clear() {}, close() {} }) })
  await again.link.start()
  await seconds(1)
  again.link.retry(old.key)
  again.link.say('c1', 'two')
  await seconds(5)
  expect(theDesk().texts('c1')).toEqual(['before', 'one', 'two'])
  expect(says().at(-1)).toMatchObject({ n: 1 })
})

test('who was silent while others came and went, begins with a session newer than theirs', async () => {
  const quiet = connect()
  await quiet.link.start()
  await seconds(1)
  await joined()
  theDesk().forget('c1')
  quiet.link.say('c1', 'one')
  await seconds(5)
  expect(theDesk().texts('c1')).toEqual(['before', 'one'])
  expect(theDesk().heard.length).toBeLessThan(20)
})
