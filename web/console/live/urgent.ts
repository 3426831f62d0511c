import { useInfiniteQuery } from '@tanstack/react-query'
import type { Ticket } from '../../shared/tickets'
import type { Page } from '../../shared/wire'
import { api } from '../core/desk'
import { useNow } from '../core/now'
import { isUrgent } from '../tickets/countdown'
import { ticketKeys } from './tickets'

/** The first page of my tickets is kept wherever I am, so that its clocks are heard everywhere. */
const mine = { assignee: 'me' } as const

/** How many of my tickets are near a deadline or past it. */
export function useUrgent(): number {
  const now = useNow()
  const { data } = useInfiniteQuery({
    queryKey: ticketKeys.list(mine),
    queryFn: ({ pageParam, signal }) => api.get<Page<Ticket>>('/tickets', { query: { ...mine, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Ticket>) => page.next ?? undefined,
    staleTime: 30_000,
    gcTime: Infinity,
  })
  return data?.pages.flatMap((page) => page.items).filter((ticket) => isUrgent(ticket, now)).length ?? 0
}
