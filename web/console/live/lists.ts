import type { Conversation, Page } from '../../shared/wire'
import type { View } from '../core/desk'

/** The loaded pages of one view, as the query cache keeps them. */
export interface Pages {
  pages: Page<Conversation>[]
  pageParams: (string | undefined)[]
}

export function belongs(view: View, { status, assignee }: Conversation, me: string): boolean {
  if (view === 'unassigned') return status === 'queued'
  if (view === 'mine') return status === 'active' && assignee?.id === me
  return true
}

const since = (c: Conversation): string => c.waiting_since ?? c.created_at

/** Whoever waits longest comes first among the unassigned; elsewhere the latest change does. */
export function comesBefore(view: View, a: Conversation, b: Conversation): boolean {
  return view === 'unassigned' ? since(a) < since(b) : a.updated_at > b.updated_at
}

/** The later of two; what only a message told (a head comes with moves alone) is not forgotten. */
function laterOf(known: Conversation, news: Conversation): Conversation {
  const [later, earlier] = news.version >= known.version ? [news, known] : [known, news]
  if (later.seq >= earlier.seq) return later
  const { seq, last, waiting_since, updated_at } = earlier
  return { ...later, seq, last, waiting_since, updated_at }
}

/** Marks of being seen only ever move forward, whichever way the news came. */
export function newer(known: Conversation | undefined, news: Conversation): Conversation {
  if (!known) return news
  return {
    ...laterOf(known, news),
    seen: {
      customer: Math.max(known.seen.customer, news.seen.customer),
      agent: Math.max(known.seen.agent, news.seen.agent),
    },
  }
}

export const find = (pages: Pages, id: string): Conversation | undefined =>
  pages.pages.flatMap((page) => page.items).find((c) => c.id === id)

const without = (pages: Pages, id: string): Page<Conversation>[] =>
  pages.pages.map((page) => ({ ...page, items: page.items.filter((c) => c.id !== id) }))

/** Where it goes among what is loaded; what belongs beyond the last page comes when that is asked for. */
function insert(pages: Page<Conversation>[], view: View, c: Conversation): Page<Conversation>[] {
  const fits = (page: Page<Conversation>) => page.items.some((other) => comesBefore(view, c, other))
  const at = pages.findIndex((page) => fits(page) || page.next === null)
  return pages.map((page, i) => (i === at ? { ...page, items: inOrder(page.items, view, c) } : page))
}

function inOrder(items: Conversation[], view: View, c: Conversation): Conversation[] {
  const at = items.findIndex((other) => comesBefore(view, c, other))
  return at < 0 ? [...items, c] : [...items.slice(0, at), c, ...items.slice(at)]
}

/** One conversation as it is now, in its place or gone from the view. */
export function put(pages: Pages, view: View, news: Conversation, me: string): Pages {
  const known = find(pages, news.id)
  const c = newer(known, news)
  if (!belongs(view, c, me)) return known ? { ...pages, pages: without(pages, c.id) } : pages
  return { ...pages, pages: insert(without(pages, c.id), view, c) }
}

export const unread = ({ last, seen }: Conversation): boolean =>
  last?.author_kind === 'customer' && last.seq > seen.agent
