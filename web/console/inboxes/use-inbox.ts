import { useQueryClient } from '@tanstack/react-query'
import { useRecord } from '../settings/use-record'
import { type Inbox, type Settings, inboxes } from './desk'

export interface Change {
  name?: string
  state?: 'on' | 'off'
  settings?: Settings
}
export type Save = (change: Change) => Promise<Inbox | undefined>

/** One inbox with its version; whatever changes it makes the list read again. */
export function useInbox(id: string) {
  const cache = useQueryClient()
  const { record, save: keep, stale, saved } = useRecord<Inbox>(`inbox.${id}`, () => inboxes.get(id))
  const relist = (): Promise<void> => cache.invalidateQueries({ queryKey: ['settings', 'inboxes'] })
  const save: Save = async (change) => {
    const now = await keep((version) => inboxes.change(id, version, change))
    await relist()
    return now
  }
  return { record, save, stale, saved, relist }
}
