import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { Conversation, Page } from '../../shared/wire'
import { type View, conversations } from '../core/desk'
import { keys } from '../live/apply'
import { unread } from '../live/lists'

export const isView = (text: string | null): text is View =>
  text === 'unassigned' || text === 'mine' || text === 'all'

export function useList(view: View) {
  return useInfiniteQuery({
    queryKey: keys.list(view),
    queryFn: ({ pageParam, signal }) => conversations.list(view, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Conversation>) => page.next ?? undefined,
    // Not every change of somebody else's conversation is pushed; opening a view asks again.
    staleTime: 30_000,
    gcTime: Infinity,
  })
}

/** A page may repeat what has moved since; each conversation is shown once. */
export function rowsOf(pages: readonly Page<Conversation>[] | undefined): Conversation[] {
  const rows = new Map<string, Conversation>()
  for (const page of pages ?? []) for (const c of page.items) if (!rows.has(c.id)) rows.set(c.id, c)
  return [...rows.values()]
}

/** How many of a view are loaded, and whether there are more. */
export function useCount(view: View): string {
  const { data, hasNextPage } = useList(view)
  const n = rowsOf(data?.pages).length
  return n ? `${n}${hasNextPage ? '+' : ''}` : ''
}

/** What wants an answer: everybody unassigned, and mine that are unread. */
export function useAttention(): number {
  const queue = rowsOf(useList('unassigned').data?.pages)
  const mine = rowsOf(useList('mine').data?.pages).filter(unread)
  return queue.length + mine.length
}

export function useReloadLists(): () => void {
  const cache = useQueryClient()
  return () => void cache.invalidateQueries({ queryKey: keys.lists })
}
