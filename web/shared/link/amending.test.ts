import { expect, test } from 'vitest'
import { joined } from '../amend'
import { connect, prepare, seconds, theDesk } from '../testing/bench'
import { textOf } from '../parts'
import type { AnyMessage, Message } from '../wire'
import { Lost, Refusal } from './channel'

prepare()

test('what was changed is heard at once, and is not taken for a new message', async () => {
  const { link } = connect()
  const heard: AnyMessage[] = []
  link.on('message', (m) => heard.push(m))
  await link.start()
  link.say('c1', 'the red lamp')
  await seconds(1)
  const done = link.amend({ conversation: 'c1', seq: 1 }, 'the blue lamp')
  await seconds(1)
  await done
  expect(theDesk().heard.at(-1)).toMatchObject({ t: 'edit', conversation: 'c1', seq: 1, parts: [{ type: 'text', text: 'the blue lamp' }], edits: 0 })
  expect(joined([], heard).map((m) => textOf(m as Message))).toEqual(['the blue lamp'])
  const gone = link.amend({ conversation: 'c1', seq: 1 })
  await seconds(1)
  await gone
  expect(joined([], heard)).toMatchObject([{ parts: [] }])
})

test('an edit names how often its author has seen the words edited, so that none undoes a later one', async () => {
  const { link } = connect()
  await link.start()
  link.say('c1', 'the red lamp')
  await seconds(1)
  const once = link.amend({ conversation: 'c1', seq: 1 }, 'the blue lamp')
  await seconds(1)
  await once
  const late = expect(link.amend({ conversation: 'c1', seq: 1, edits: 0 }, 'the green lamp')).rejects.toBeInstanceOf(Refusal)
  await seconds(1)
  await late
  const twice = link.amend({ conversation: 'c1', seq: 1, edits: 1 }, 'the green lamp')
  await seconds(1)
  await twice
})

test('a refusal and a lost line are told to whoever asked', async () => {
  const { link } = connect()
  await expect(link.amend({ conversation: 'c1', seq: 1 })).rejects.toBeInstanceOf(Lost)
  await link.start()
  await seconds(1)
  const refused = expect(link.amend({ conversation: 'c1', seq: 9 }, 'x')).rejects.toBeInstanceOf(Refusal)
  await seconds(1)
  await refused
})

test('what one said can be changed for as long as the desk says', async () => {
  const { link } = connect()
  await link.start()
  await seconds(1)
  const mine = { author: { kind: 'customer', id: 'v1' }, at: new Date().toISOString() } as Message
  expect(link.amendable(mine)).toBe(true)
  expect(link.amendable({ ...mine, author: { kind: 'agent', id: 'a' } })).toBe(false)
  expect(link.amendable({ ...mine, recalled_at: mine.at })).toBe(false)
  await seconds(301)
  expect(link.amendable(mine)).toBe(false)
})

test('a quote goes out with the words and stays with them', async () => {
  const { link } = connect()
  const heard: AnyMessage[] = []
  link.on('message', (m) => heard.push(m))
  await link.start()
  const quote = { seq: 1, author: { kind: 'agent' as const, id: 'a' }, text: 'which one?' }
  link.say('c1', 'the blue', 'message', { quote })
  await seconds(1)
  expect(theDesk().heard.find((f) => f.t === 'say')).toMatchObject({ quote: 1 })
  expect(heard.at(-1)).toMatchObject({ quote })
})
