import type { QueryClient } from '@tanstack/react-query'
import type { Conversation } from '../../shared/wire'
import { keys, onConversation } from './apply'

/** The index behind a list may be this far behind the pushes. */
const lag = 2_000

/**
 * A list that was asked for before some news, and answered after it, overwrites the news with what
 * was so before: what was heard meanwhile is told again. Gives back the way out.
 */
export function retell(cache: QueryClient, me: string): () => void {
  const heard = new Map<string, number>()
  const asked = new Map<string, number>()

  const tell = (list: string): void => {
    const since = (asked.get(list) ?? Date.now()) - lag
    for (const [id, at] of [...heard]) {
      const c = at >= since && cache.getQueryData<Conversation>(keys.conversation(id))
      if (c) onConversation(cache, me, c)
    }
    if (!cache.isFetching({ queryKey: keys.lists })) forget(Date.now() - lag)
  }
  const forget = (before: number): void => heard.forEach((at, id) => at < before && heard.delete(id))

  return cache.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return
    const { action, query } = event
    const [kind, id] = query.queryKey as readonly string[]
    if (kind === 'conversation' && id && action.type === 'success') heard.set(id, Date.now())
    if (kind !== keys.lists[0]) return
    if (action.type === 'fetch') asked.set(query.queryHash, Date.now())
    if (action.type === 'success' && !action.manual) tell(query.queryHash)
  })
}
