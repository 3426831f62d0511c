import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Conversation, Means } from '../../shared/wire'
import { conversations } from '../core/desk'

/** Every message may open, close or use up a window, so it is asked again after each. */
export function useMeans(c: Conversation): Means | undefined {
  const { data } = useQuery({
    queryKey: ['means', c.id, c.seq],
    queryFn: ({ signal }) => conversations.means(c.id, signal),
    enabled: c.channel !== 'widget',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  return c.channel === 'widget' || data?.channel === 'widget' ? undefined : data
}

export type Closed = 'window' | 'used' | 'off' | 'disabled' | 'gone'

/** Why nothing goes out by the conversation's inbox just now; null where it does. */
export function closed(means: Means | undefined, now: number): Closed | null {
  if (!means) return null
  const { inbox, window } = means
  if (!inbox) return 'gone'
  if (inbox.state !== 'on') return inbox.state
  if (window && Date.parse(window.closes_at) <= now) return 'window'
  return window?.left === 0 ? 'used' : null
}

const longest = 8000

/** The desk takes no longer text than this, nor the channel than its own. */
export const longestOf = (means: Means | undefined): number => Math.min(longest, means?.most_text ?? longest)
