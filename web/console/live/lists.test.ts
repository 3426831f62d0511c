import { expect, test } from 'vitest'
import { type Pages, belongs, newer, put, unread } from './lists'
import { conversation } from './samples'

const me = 'P1'
const held = { id: me, name: 'Wang' }

const pages = (...ids: string[]): Pages => ({
  pages: [{ items: ids.map((id, i) => conversation({ id, updated_at: `2026-01-0${9 - i}` })), next: null }],
  pageParams: [undefined],
})
const ids = (p: Pages): string[] => p.pages.flatMap((page) => page.items.map((c) => c.id))

test('a queued conversation is unassigned, a held one is mine, every one is in all', () => {
  const queued = conversation({ status: 'queued' })
  const mine = conversation({ status: 'active', assignee: held })
  expect([belongs('unassigned', queued, me), belongs('mine', queued, me)]).toEqual([true, false])
  expect([belongs('unassigned', mine, me), belongs('mine', mine, me)]).toEqual([false, true])
  expect(belongs('mine', mine, 'P2')).toBe(false)
  expect([belongs('all', queued, me), belongs('all', mine, me)]).toEqual([true, true])
})

test('the latest change comes to the top', () => {
  const after = put(pages('A', 'B', 'C'), 'all', conversation({ id: 'C', updated_at: '2026-02-01', version: 2 }), me)
  expect(ids(after)).toEqual(['C', 'A', 'B'])
})

test('among the unassigned whoever waits longest is first', () => {
  const early = conversation({ id: 'E', waiting_since: '2026-01-01' })
  const late = conversation({ id: 'L', waiting_since: '2026-01-03' })
  const start = put(pages(), 'unassigned', late, me)
  expect(ids(put(start, 'unassigned', early, me))).toEqual(['E', 'L'])
})

test('what is taken leaves the queue', () => {
  const after = put(pages('A', 'B'), 'unassigned', conversation({ id: 'A', status: 'active', assignee: held, version: 2 }), me)
  expect(ids(after)).toEqual(['B'])
})

test('what belongs beyond the loaded pages waits for its page', () => {
  const open: Pages = { ...pages('A', 'B'), pages: [{ ...pages('A', 'B').pages[0]!, next: 'more' }] }
  expect(ids(put(open, 'all', conversation({ id: 'OLD', updated_at: '2025-01-01' }), me))).toEqual(['A', 'B'])
})

test('late news do not undo newer ones, and seen never goes back', () => {
  const known = conversation({ version: 5, status: 'active', seen: { customer: 9, agent: 2 } })
  const late = conversation({ version: 4, status: 'queued', seen: { customer: 3, agent: 7 } })
  expect(newer(known, late)).toMatchObject({ status: 'active', seen: { customer: 9, agent: 7 } })
})

test('a move that arrives after a message keeps what the message told', () => {
  const last = { seq: 6, kind: 'message' as const, author_kind: 'customer' as const, preview: 'hi', at: '' }
  const told = conversation({ version: 4, seq: 6, last })
  const moved = conversation({ version: 5, seq: 5, status: 'active', assignee: held })
  expect(newer(told, moved)).toMatchObject({ status: 'active', seq: 6, last })
})

test('only what a customer wrote after our last look is unread', () => {
  const last = { seq: 4, kind: 'message' as const, author_kind: 'customer' as const, preview: 'x', at: '' }
  expect(unread(conversation({ last, seen: { customer: 0, agent: 3 } }))).toBe(true)
  expect(unread(conversation({ last, seen: { customer: 0, agent: 4 } }))).toBe(false)
  expect(unread(conversation({ last: { ...last, author_kind: 'agent' } }))).toBe(false)
})
