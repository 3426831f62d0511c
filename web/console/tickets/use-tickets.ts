import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Ticket } from '../../shared/tickets'
import type { Page } from '../../shared/wire'
import { ticketKeys } from '../live/tickets'
import { tickets } from './desk'
import type { Filters } from './filters'

export function useTickets(filters: Filters) {
  return useInfiniteQuery({
    queryKey: ticketKeys.list(filters),
    queryFn: ({ pageParam, signal }) => tickets.list(filters, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Ticket>) => page.next ?? undefined,
    staleTime: 30_000,
  })
}

/** A page may repeat what has moved since; each ticket is shown once. */
export function ticketsOf(pages: readonly Page<Ticket>[] | undefined): Ticket[] {
  const rows = new Map<string, Ticket>()
  for (const page of pages ?? []) for (const ticket of page.items) if (!rows.has(ticket.id)) rows.set(ticket.id, ticket)
  return [...rows.values()]
}

export const viewsKey = ['ticket-views'] as const

export const useViews = () =>
  useQuery({ queryKey: viewsKey, queryFn: ({ signal }) => tickets.views(signal), staleTime: 5 * 60_000 })
