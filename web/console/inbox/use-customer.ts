import { useQuery } from '@tanstack/react-query'
import { conversations } from '../core/desk'
import { keys } from '../live/apply'

/** Every reading of the record is an audit entry, so it is read once and kept. */
export const useCustomer = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => conversations.customer(id, signal),
    enabled,
    staleTime: Infinity,
    gcTime: 30 * 60_000,
  })
