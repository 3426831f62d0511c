/** News from the socket, put into the query cache. */
import type { QueryClient } from '@tanstack/react-query'
import { filesOf, textOf } from '../../shared/parts'
import type { AnyMessage, Conversation, Delivery, Message } from '../../shared/wire'
import { type View, conversations } from '../core/desk'
import { type Pages, find, newer, put } from './lists'
import { type Talk, add, isMessage, reached } from './talk'

export const views: readonly View[] = ['unassigned', 'mine', 'all']

export const keys = {
  lists: ['list'] as const,
  list: (view: View) => ['list', view] as const,
  conversation: (id: string) => ['conversation', id] as const,
  talk: (id: string) => ['talk', id] as const,
  customer: (id: string) => ['customer', id] as const,
  histories: ['history'] as const,
  history: (customer: string) => ['history', customer] as const,
}

/** The conversation as far as anything loaded knows it. */
export function known(cache: QueryClient, id: string): Conversation | undefined {
  const single = cache.getQueryData<Conversation>(keys.conversation(id))
  if (single) return single
  for (const view of views) {
    const pages = cache.getQueryData<Pages>(keys.list(view))
    const found = pages && find(pages, id)
    if (found) return found
  }
  return undefined
}

export function onConversation(cache: QueryClient, me: string, news: Conversation): void {
  const c = newer(known(cache, news.id), news)
  for (const view of views) {
    cache.setQueryData<Pages>(keys.list(view), (pages) => pages && put(pages, view, c, me))
  }
  cache.setQueryData(keys.conversation(c.id), c)
}

const preview = (m: AnyMessage): string =>
  isMessage(m) ? (textOf(m) || filesOf(m).map((file) => file.name).join(', ')).slice(0, 80) : ''

const reworded = (last: Conversation['last'], m: Message): Conversation['last'] =>
  last?.seq === m.seq ? { ...last, preview: preview(m) } : last

/** The head after a message, until the desk sends its own. */
export function afterMessage(c: Conversation, m: AnyMessage): Conversation {
  if (m.seq <= c.seq || !isMessage(m)) return c
  const moved = { ...c, seq: m.seq, updated_at: m.at }
  if (m.amended) return { ...moved, updated_at: c.updated_at, last: reworded(c.last, m.amended) }
  if (m.kind === 'event') return moved
  const last = { seq: m.seq, kind: m.kind, author_kind: m.author.kind, preview: preview(m), at: m.at }
  if (m.author.kind === 'customer')
    return { ...moved, last, waiting_since: c.waiting_since ?? m.at, seen: { ...c.seen, customer: m.seq } }
  if (m.kind === 'note') return { ...moved, last }
  // A person who answers has read; the bot reads for nobody.
  const seen = m.author.kind === 'agent' ? { ...c.seen, agent: m.seq } : c.seen
  return { ...moved, last, waiting_since: null, seen }
}

export function onMessage(cache: QueryClient, me: string, m: AnyMessage): void {
  cache.setQueryData<Talk>(keys.talk(m.conversation), (talk) => talk && add(talk, [m]))
  const c = known(cache, m.conversation)
  if (c) onConversation(cache, me, afterMessage(c, m))
  else void meet(cache, me, m.conversation)
}

/** A message from a conversation that no loaded page shows. */
async function meet(cache: QueryClient, me: string, id: string): Promise<void> {
  const c = await conversations.get(id).catch(() => undefined)
  if (c) onConversation(cache, me, c)
}

export function onSeen(cache: QueryClient, me: string, id: string, by: 'customer' | 'agent', seq: number): void {
  const c = known(cache, id)
  if (c && c.seen[by] < seq) onConversation(cache, me, { ...c, seen: { ...c.seen, [by]: seq } })
}

export function onDelivery(cache: QueryClient, id: string, seq: number, delivery: Delivery): void {
  cache.setQueryData<Talk>(keys.talk(id), (talk) => talk && reached(talk, seq, delivery))
}
