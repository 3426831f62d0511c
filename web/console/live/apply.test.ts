import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import type { Conversation } from '../../shared/wire'
import { afterMessage, keys, known, onConversation, onMessage, onSeen } from './apply'
import type { Pages } from './lists'
import { conversation, message } from './samples'

const me = 'P1'
let cache: QueryClient

const load = (view: 'unassigned' | 'mine' | 'all', ...items: Conversation[]): void => {
  cache.setQueryData<Pages>(keys.list(view), { pages: [{ items, next: null }], pageParams: [undefined] })
}
const shown = (view: 'unassigned' | 'mine' | 'all'): string[] =>
  (cache.getQueryData<Pages>(keys.list(view))?.pages ?? []).flatMap((p) => p.items.map((c) => c.id))

beforeEach(() => {
  cache = new QueryClient()
})

test('a conversation that is taken moves from the queue to mine', () => {
  load('unassigned', conversation())
  load('mine')
  onConversation(cache, me, conversation({ status: 'active', assignee: { id: me, name: 'Wang' }, version: 2 }))
  expect([shown('unassigned'), shown('mine')]).toEqual([[], ['C1']])
})

test('a view that nobody has opened stays unloaded', () => {
  onConversation(cache, me, conversation())
  expect(cache.getQueryData(keys.list('all'))).toBeUndefined()
})

test('a customer message marks the row and joins the open talk', () => {
  load('unassigned', conversation({ seq: 1 }))
  cache.setQueryData(keys.talk('C1'), [message(1)])
  onMessage(cache, me, message(2))
  expect(known(cache, 'C1')).toMatchObject({ seq: 2, last: { seq: 2, author_kind: 'customer', preview: 'text 2' } })
  expect(cache.getQueryData<unknown[]>(keys.talk('C1'))).toHaveLength(2)
})

test('a message heard twice counts once', () => {
  load('unassigned', conversation({ seq: 1 }))
  cache.setQueryData(keys.talk('C1'), [message(1)])
  onMessage(cache, me, message(2))
  onMessage(cache, me, message(2))
  expect(cache.getQueryData<unknown[]>(keys.talk('C1'))).toHaveLength(2)
})

test('an answer ends the waiting, a note does not', () => {
  const waiting = conversation({ waiting_since: '2026-01-01T00:00:00.000Z' })
  const agent = { kind: 'agent' as const, id: me }
  expect(afterMessage(waiting, message(2, { author: agent })).waiting_since).toBeNull()
  expect(afterMessage(waiting, message(2, { author: agent, kind: 'note' })).waiting_since).not.toBeNull()
})

test('an event moves the sequence but is no last message', () => {
  const after = afterMessage(conversation(), message(2, { kind: 'event', event: { name: 'taken' } }))
  expect(after).toMatchObject({ seq: 2, last: null })
})

test('seen moves forward only', () => {
  load('all', conversation({ seen: { customer: 3, agent: 0 } }))
  onSeen(cache, me, 'C1', 'customer', 5)
  onSeen(cache, me, 'C1', 'customer', 4)
  expect(known(cache, 'C1')?.seen.customer).toBe(5)
})
