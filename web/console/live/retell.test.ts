import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Conversation } from '../../shared/wire'
import { keys, onConversation } from './apply'
import type { Pages } from './lists'
import { retell } from './retell'
import { conversation } from './samples'

const me = 'P1'
let cache: QueryClient
let leave: () => void

/** A list is asked for; the answer is what the desk knew then. */
function ask(...items: Conversation[]): () => Promise<string[]> {
  let answer = (_: Pages): void => undefined
  const queryFn = () => new Promise<Pages>((give) => (answer = give))
  const asked = cache.fetchQuery({ queryKey: keys.list('unassigned'), queryFn })
  return async () => {
    answer({ pages: [{ items, next: null }], pageParams: [undefined] })
    await asked
    const pages = cache.getQueryData<Pages>(keys.list('unassigned'))?.pages ?? []
    return pages.flatMap((page) => page.items.map((c) => c.id))
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  cache = new QueryClient()
  leave = retell(cache, me)
})

test('who came while the list was on its way stands in it', async () => {
  const arrive = ask(conversation({ id: 'C1' }))
  onConversation(cache, me, conversation({ id: 'C2', waiting_since: '2026-01-02T00:00:00.000Z' }))
  expect(await arrive()).toEqual(['C1', 'C2'])
})

test('who was taken while the list was on its way is not back in it', async () => {
  const arrive = ask(conversation({ id: 'C1' }))
  onConversation(cache, me, conversation({ id: 'C1', status: 'active', version: 2 }))
  expect(await arrive()).toEqual([])
})

test('who came just before the list was asked for may not be in its index yet', async () => {
  onConversation(cache, me, conversation({ id: 'C2' }))
  vi.advanceTimersByTime(500)
  expect(await ask()()).toEqual(['C2'])
})

test('old news says nothing about a new list', async () => {
  onConversation(cache, me, conversation({ id: 'C2' }))
  vi.advanceTimersByTime(60_000)
  expect(await ask()()).toEqual([])
})

test('whoever has left tells nothing again', async () => {
  leave()
  const arrive = ask(conversation({ id: 'C1' }))
  onConversation(cache, me, conversation({ id: 'C2' }))
  expect(await arrive()).toEqual(['C1'])
})
