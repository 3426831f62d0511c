import { expect, test } from 'vitest'
import { message } from './samples'
import { add, hasOlder, isChoice, pieces, reached } from './talk'

const agent = { kind: 'agent' as const, id: 'P1', name: 'Wang' }
const types = (...args: Parameters<typeof pieces>): string[] => pieces(...args).map((p) => p.type)

test('messages come in order of seq, each once, from wherever', () => {
  const talk = add(add([], [message(3), message(1)]), [message(2), message(3)])
  expect(talk.map((m) => m.seq)).toEqual([1, 2, 3])
})

test('nothing new leaves the talk untouched', () => {
  const talk = add([], [message(1)])
  expect(add(talk, [message(1)])).toBe(talk)
})

test('there is more before a talk that does not begin at one', () => {
  expect(hasOlder([message(1)])).toBe(false)
  expect(hasOlder([message(7)])).toBe(true)
  expect(hasOlder([])).toBe(false)
})

test('one speaker makes one run, another begins the next', () => {
  const talk = [message(1), message(2), message(3, { author: agent })]
  expect(types(talk, 3, null)).toEqual(['day', 'run', 'run'])
})

test('a note is never in one run with a reply', () => {
  const talk = [message(1, { author: agent }), message(2, { author: agent, kind: 'note' })]
  expect(types(talk, 2, null)).toEqual(['day', 'run', 'run'])
})

test('a gap is shown, not hidden, inside and at the end', () => {
  const found = pieces([message(1), message(4)], 6, null).filter((p) => p.type === 'gap')
  expect(found).toMatchObject([{ after: 1, before: 4 }, { after: 4, before: 7 }])
})

test('a hidden message is no gap', () => {
  const hidden = { conversation: 'C1', seq: 2, at: message(2).at, kind: 'hidden' as const }
  expect(types([message(1), hidden, message(3)], 3, null)).toEqual(['day', 'run'])
})

test('the mark of what is new stands before the first unread message', () => {
  expect(types([message(1), message(2)], 2, 1)).toEqual(['day', 'run', 'new', 'run'])
  expect(types([message(1), message(2)], 2, 2)).toEqual(['day', 'run'])
})

test('a new day gets its line', () => {
  const talk = [message(1), message(2, { at: '2026-01-05T12:00:00.000Z' })]
  expect(types(talk, 2, null)).toEqual(['day', 'run', 'day', 'run'])
})

test('a pressed button is known from what was typed', () => {
  const choice = message(2, { parts: [{ type: 'choice', id: 'a', text: 'Delivery' }] })
  expect([isChoice(choice), isChoice(message(1))]).toEqual([true, false])
})

const came = (state: 'pending' | 'sent' | 'read', second: number) => ({ state, at: `2026-01-01T00:00:0${second}.000Z`, attempts: 1, code: null })
const states = (talk: ReturnType<typeof add>) => talk.map((m) => (m.kind === 'hidden' ? '' : m.delivery?.state))

test('what is read again tells how far a message has come since', () => {
  const talk = add([message(1), message(2, { delivery: came('pending', 1) })], [message(2, { delivery: came('sent', 2) })])
  expect(states(talk)).toEqual([undefined, 'sent'])
})

test('an older word of how far a message has come changes nothing', () => {
  const talk = [message(1, { delivery: came('read', 3) })]
  expect(add(talk, [message(1, { delivery: came('sent', 2) })])).toBe(talk)
  expect(reached(talk, 1, came('sent', 2))).toBe(talk)
  expect(reached(talk, 9, came('sent', 9))).toBe(talk)
})

test('our own words that are known already learn that they go out', () => {
  expect(states(add([message(1)], [message(1, { delivery: came('pending', 1) })]))).toEqual(['pending'])
})
