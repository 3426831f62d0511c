import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Customer } from '../core/records'
import { keys } from '../live/apply'
import { useSaving } from '../settings/use-record'
import { type Change, customers, listed, sought } from './desk'

/** Every reading of the record is an audit entry, so it is read once and kept. */
export const useCustomer = (id: string, staleTime = Infinity) =>
  useQuery({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => customers.get(id, signal),
    staleTime,
    gcTime: 30 * 60_000,
  })

/** Whoever comes to change something should see it as it is. */
const fresh = 60_000

export function useProfile(id: string) {
  const cache = useQueryClient()
  const record = useCustomer(id, fresh)
  const { save: keep, stale, saved } = useSaving(record, keys.customer(id))
  const save = async (change: Change): Promise<void> => {
    if (await keep((version) => customers.change(id, version, change))) elsewhere(cache, id)
  }
  return { record, save, stale, saved, deed: useDeed(id) }
}

/** A merge, a block, or the end of one; `other` is the record that it changes besides. */
export function useDeed(id: string) {
  const cache = useQueryClient()
  return async (done: Promise<Customer>, other?: string): Promise<void> => {
    cache.setQueryData(keys.customer(id), await done)
    elsewhere(cache, id)
    if (other) void cache.invalidateQueries({ queryKey: keys.customer(other), refetchType: 'none' })
  }
}

export type ProfileDeeds = Pick<ReturnType<typeof useProfile>, 'save' | 'stale' | 'saved' | 'deed'>

/** Lists and conversations show some of the record. Nobody is looked up again unasked. */
function elsewhere(cache: QueryClient, id: string): void {
  void cache.invalidateQueries({ queryKey: sought, refetchType: 'none' })
  for (const queryKey of [listed, keys.history(id), keys.lists, ['conversation']]) void cache.invalidateQueries({ queryKey })
}
