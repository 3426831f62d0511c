import { expect, test } from 'vitest'
import type { AnyMessage, AuthorKind, Message } from '../../../shared/wire'
import { rows } from './rows'
import { blank, unread, type View, withMessages } from './view'

const at = (minute: number): string => new Date(Date.UTC(2026, 4, 1, 12, minute)).toISOString()

const message = (seq: number, kind: AuthorKind, minute = seq, conversation = 'c1'): Message => ({
  id: `m${conversation}${seq}`,
  conversation,
  seq,
  at: at(minute),
  kind: 'message',
  author: { kind, id: kind },
  parts: [{ type: 'text', text: `${kind} ${seq}` }],
})
const hidden = (seq: number): AnyMessage => ({ conversation: 'c1', seq, at: at(seq), kind: 'hidden' })
const view = (messages: AnyMessage[], change: Partial<View> = {}): View => ({ ...withMessages(blank, messages), live: true, ...change })
const kinds = (v: View): string[] => rows(v).map((r) => r.kind)

test('messages stand in order however they came, each once', () => {
  const shown = view([message(3, 'agent'), message(1, 'customer'), message(2, 'agent'), message(2, 'agent')])
  expect(shown.messages.map((m) => m.seq)).toEqual([1, 2, 3])
})

test('a later conversation stands below an earlier one', () => {
  const shown = withMessages(view([message(5, 'customer')]), [message(1, 'customer', 9, 'c2')])
  expect(shown.messages.map((m) => m.seq)).toEqual([5, 1])
  expect(shown.conversation?.id).toBe('c2')
})

test('a gap is shown where a number is missing, and a note leaves none', () => {
  expect(kinds(view([message(1, 'customer'), message(3, 'agent')]))).toEqual(['day', 'ours', 'gap', 'theirs'])
  expect(kinds(view([message(1, 'customer'), hidden(2), message(3, 'agent')]))).toEqual(['day', 'ours', 'theirs'])
})

test('words of one author close in time stand together, across a hidden note too', () => {
  const shown = rows(view([message(1, 'agent'), hidden(2), message(3, 'agent'), message(4, 'agent', 20)]))
  const theirs = shown.filter((r) => r.kind === 'theirs')
  expect(theirs.map((r) => [r.first, r.last])).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ])
})

test('only our last message says what became of it', () => {
  const fates = (v: View): string[] => rows(v).flatMap((r) => (r.kind === 'ours' ? [r.fate] : []))
  const sent = view([message(1, 'customer'), message(2, 'customer')])
  expect(fates(sent)).toEqual(['', 'sent'])
  expect(fates(view([message(1, 'customer'), message(2, 'agent')]))).toEqual(['seen'])
  const pending = [{ key: 'k', conversation: 'c1', kind: 'message' as const, text: 'x', at: at(9) }]
  expect(fates({ ...sent, pending })).toEqual(['', 'sent', 'sending'])
  expect(fates({ ...sent, pending, live: false })).toEqual(['', 'sent', 'waiting'])
  expect(fates({ ...sent, pending: [{ ...pending[0]!, failed: 'invalid' }] })).toEqual(['', 'sent', 'failed'])
})

test('only answers that were not seen are unread', () => {
  const shown = view([message(1, 'customer'), message(2, 'agent'), hidden(3), message(4, 'bot')])
  expect(unread(shown)).toBe(2)
  const seen = { ...shown.conversation!, seen: { customer: 2, agent: 0 } }
  expect(unread({ ...shown, conversation: seen })).toBe(1)
})

test('the options of a question stand until something else is said', () => {
  const asked: Message = { ...message(2, 'bot'), parts: [{ type: 'text', text: 'Which?' }, { type: 'options', options: [{ id: 'a', label: 'A' }] }] }
  const asks = (v: View): boolean[] => rows(v).flatMap((r) => (r.kind === 'theirs' ? [r.asks] : []))
  const shown = view([message(1, 'customer'), asked])
  const withBot = { ...shown, conversation: { ...shown.conversation!, status: 'bot' as const } }
  expect(asks(withBot)).toEqual([true])
  expect(asks({ ...withBot, pending: [{ key: 'k', conversation: 'c1', kind: 'message', text: 'A', choice: 'a', at: at(3) }] })).toEqual([false])
  expect(asks(withMessages(withBot, [message(3, 'customer')]))).toEqual([false])
  expect(asks(shown)).toEqual([false])
})

test('what came while nobody looked begins below a line of its own', () => {
  const talk = [message(1, 'customer'), message(2, 'agent'), message(3, 'agent')]
  const keys = (mark: number): string[] => rows(view(talk, { mark })).map((r) => r.key)
  expect(keys(1)).toEqual(['daymc11', 'c1:1', 'new', 'c1:2', 'c1:3'])
  expect(keys(2)).toEqual(['daymc11', 'c1:1', 'c1:2', 'new', 'c1:3'])
  for (const nothing of [0, Infinity]) expect(keys(nothing)).not.toContain('new')
})

test('the line stands in the talk of now, whatever numbers an earlier one had', () => {
  const both = withMessages(view([message(5, 'agent')]), [message(1, 'customer', 9, 'c2'), message(2, 'agent', 9, 'c2')])
  expect(rows({ ...both, mark: 1 }).map((r) => r.key).slice(-2)).toEqual(['new', 'c2:2'])
})
