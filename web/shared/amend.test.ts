import { describe, expect, test } from 'vitest'
import { joined, quoteOf } from './amend'
import { textOf } from './parts'
import type { AnyMessage, Message } from './wire'

const said = (seq: number, text: string, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  conversation: 'c',
  seq,
  at: '2026-01-01T00:00:00.000Z',
  kind: 'message',
  author: { kind: 'customer', id: 'v' },
  parts: text ? [{ type: 'text', text }] : [],
  ...more,
})
const event = (seq: number, amended: Message): Message => said(seq, '', { kind: 'event', amended })
const edited = (seq: number, text: string, edits = 1): Message => said(seq, text, { edits, edited_at: 'now' })
const recalled = (seq: number): Message => said(seq, '', { recalled_at: 'now' })
const texts = (all: AnyMessage[]): string[] => all.map((m) => ('parts' in m ? textOf(m) : '-'))

describe('what is known and what has come', () => {
  test('a change that is told puts other words in the place of the old', () => {
    expect(texts(joined([said(1, 'old'), said(2, 'b')], [event(3, edited(1, 'new'))]))).toEqual(['new', 'b', ''])
  })
  test('an older reading that comes late changes nothing', () => {
    const now = joined([said(1, 'old')], [event(3, edited(1, 'third', 2))])
    expect(texts(joined(now, [event(2, edited(1, 'second')), said(1, 'old')]))[0]).toBe('third')
  })
  test('what was recalled does not come back', () => {
    const now = joined([said(1, 'old')], [event(3, recalled(1))])
    expect(texts(joined(now, [event(2, edited(1, 'second'))]))[0]).toBe('')
  })
  test('a change of what is not on the screen brings no message out of its place', () => {
    expect(joined([said(7, 'x')], [event(8, edited(1, 'new'))]).map((m) => m.seq)).toEqual([7, 8])
  })
  test('an edited message keeps its quote, a recalled one has none', () => {
    const quoting = said(2, 'b', { quote: quoteOf(said(1, 'a')) })
    expect(joined([quoting], [edited(2, 'c')])[0]).toMatchObject({ edits: 1, quote: { text: 'a' } })
    expect(joined([quoting], [recalled(2)])[0]).not.toHaveProperty('quote')
  })
  test('a quote follows what it quotes, on the screen or not', () => {
    const quoting = said(2, 'b', { quote: quoteOf(said(1, 'a')) })
    expect(joined([said(1, 'a'), quoting], [event(3, edited(1, 'z'))])[1]).toMatchObject({ quote: { text: 'z' } })
    expect(joined([quoting], [event(3, recalled(1))])[0]).toMatchObject({ quote: { text: '', recalled: true } })
  })
  test('a hidden message stays hidden', () => {
    const hidden = { conversation: 'c', seq: 1, at: '', kind: 'hidden' as const }
    expect(joined([hidden], [said(2, 'b'), hidden]).map((m) => m.kind)).toEqual(['hidden', 'message'])
  })
})
