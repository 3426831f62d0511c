import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TimelineEntry } from '../../shared/tickets'
import { knownTicket, ticketKeys } from '../live/tickets'
import { tickets } from './desk'

export function useTicket(id: string) {
  const cache = useQueryClient()
  return useQuery({
    queryKey: ticketKeys.one(id),
    queryFn: ({ signal }) => tickets.get(id, signal),
    // A row of a list shows at once what it knows; the rest is on its way.
    placeholderData: () => knownTicket(cache, id),
    staleTime: 60_000,
  })
}

/** Reads on from what is known, so that a change costs its own line and not the whole story. */
export function useTimeline(id: string) {
  const cache = useQueryClient()
  return useQuery({
    queryKey: ticketKeys.timeline(id),
    queryFn: async ({ signal }): Promise<TimelineEntry[]> => {
      const lines = [...(cache.getQueryData<TimelineEntry[]>(ticketKeys.timeline(id)) ?? [])]
      for (let more = true; more; ) {
        const page = await tickets.timeline(id, lines.at(-1)?.seq ?? 0, signal)
        lines.push(...page.items)
        more = page.items.length > 0 && page.more
      }
      return lines
    },
    staleTime: 30_000,
  })
}

export const useClocks = (id: string) =>
  useQuery({
    queryKey: ticketKeys.clocks(id),
    queryFn: ({ signal }) => tickets.clocks(id, signal),
    staleTime: 30_000,
  })
