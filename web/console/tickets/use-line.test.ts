import { expect, test } from 'vitest'
import type { EntryKind, TimelineEntry } from '../../shared/tickets'
import { lang } from '../core/prefs'
import { line, reasonOf } from './use-line'
import { ticketSpeech } from './words'

const entry = (kind: EntryKind, data: Record<string, unknown> = {}): TimelineEntry =>
  ({ seq: 1, at: '2026-01-01T00:00:00.000Z', kind, by: { kind: 'agent', id: 'P1' }, data, public: false })
const said = (kind: EntryKind, data?: Record<string, unknown>, team = ''): string =>
  line(entry(kind, data), 'Wang', team, 'P1', ticketSpeech())

test('codes of the desk are told in words', () => {
  lang.set('en')
  expect(said('transition', { from: 'open', to: 'on_hold' })).toBe('Wang set the status to “On hold”')
  expect(said('changed', { priority: {}, tags: {} })).toBe('Wang changed priority, tags')
  expect(said('sla', { target: 'resolution', event: 'breached' })).toBe('Resolution was missed')
  expect(said('rated', { score: 5 })).toBe('The customer rated it 5 of 5')
})

test('an assignment names whom and which team, me as such, and nobody as such', () => {
  lang.set('en')
  expect(said('assigned', { person: 'P2', name: 'Zhao' }, 'Returns')).toBe('Wang assigned it to Zhao · Returns')
  expect(said('assigned', { person: 'P1', name: 'Wang' })).toBe('Wang assigned it to you')
  expect(said('assigned', { person: null, name: '', team: null })).toBe('Wang took the assignment away')
  expect(said('assigned', { person: null, name: '', team: null, reason: 'member_left' }, 'Returns')).toMatch(/^Nobody has it now/)
  expect(said('assigned', { person: null, name: '', team: null, reason: 'newer' })).toBe('Wang took the assignment away')
})

test('a code that this console does not know is told in general, in both languages', () => {
  lang.set('en')
  expect(said('sla', { target: 'resolution', event: 'dreamt' })).toBe('The clock of Resolution changed')
  lang.set('zh')
  expect(said('changed', { horoscope: {} })).toBe('Wang修改了工单')
})

test("the desk's own reason is told in words, a person's as they wrote it", () => {
  lang.set('en')
  const gone = (kind: 'system' | 'agent'): string =>
    reasonOf({ ...entry('transition'), text: 'customer_replied', by: { kind, id: '' } }, ticketSpeech())
  expect(gone('system')).toBe('the customer replied')
  expect(gone('agent')).toBe('customer_replied')
})
