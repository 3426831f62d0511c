import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../shared/wire'
import { conversations } from '../core/desk'
import { useSession } from '../core/session'
import { keys, known, onSeen } from '../live/apply'
import { unread } from '../live/lists'
import { useLink, useLive } from '../live/live'
import { type Talk, add, hasOlder, lastSeq } from '../live/talk'

export function useConversation(id: string) {
  const cache = useQueryClient()
  return useQuery({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) => conversations.get(id, signal),
    initialData: () => known(cache, id),
    staleTime: 60_000,
  })
}

/** The newest page by REST, then everything after it by the link. */
export function useTalk(c: Conversation | undefined) {
  const id = c?.id ?? ''
  const cache = useQueryClient()
  const link = useLink()
  const talk = useQuery({
    queryKey: keys.talk(id),
    enabled: c !== undefined,
    queryFn: async ({ signal }): Promise<Talk> => {
      const page = await conversations.messages(id, { before: (c?.seq ?? 0) + 1 }, signal)
      return add(cache.getQueryData<Talk>(keys.talk(id)) ?? [], page.items)
    },
    staleTime: Infinity,
    gcTime: Infinity,
  })
  const ready = talk.data !== undefined
  useEffect(() => {
    if (!ready) return
    link.watch(id, lastSeq(cache.getQueryData<Talk>(keys.talk(id)) ?? []))
    return () => link.unwatch()
  }, [id, ready, link])
  return talk
}

/** Earlier pages, one at a time. */
export function useOlder(id: string, talk: Talk | undefined) {
  const cache = useQueryClient()
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const more = talk !== undefined && hasOlder(talk)
  const busy = useRef(false)
  const load = async (): Promise<void> => {
    if (!more || busy.current) return
    busy.current = true
    setState('busy')
    try {
      const page = await conversations.messages(id, { before: talk[0]?.seq })
      cache.setQueryData<Talk>(keys.talk(id), (now) => add(now ?? [], page.items))
      setState('idle')
    } catch {
      setState('failed')
    } finally {
      busy.current = false
    }
  }
  return { more, state, load }
}

/** Reads what is missing between two known messages. */
export function useFill(id: string): (after: number) => Promise<void> {
  const cache = useQueryClient()
  return async (after) => {
    const page = await conversations.messages(id, { after })
    cache.setQueryData<Talk>(keys.talk(id), (now) => add(now ?? [], page.items))
  }
}

/** Tells the customer that we have read, while the page is in front and the conversation is ours. */
export function useSeen(c: Conversation | undefined, talk: Talk | undefined): void {
  const link = useLink()
  const live = useLive()
  const cache = useQueryClient()
  const { person } = useSession()
  const upTo = talk ? lastSeq(talk) : 0
  const due = c !== undefined && c.assignee?.id === person.id && unread(c) && upTo >= (c.last?.seq ?? 0)
  useEffect(() => {
    if (!due || !live) return
    const tell = (): void => {
      if (document.hidden || !c) return
      link.seen(c.id, upTo)
      onSeen(cache, person.id, c.id, 'agent', upTo)
    }
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => document.removeEventListener('visibilitychange', tell)
  }, [due, live, upTo])
}
