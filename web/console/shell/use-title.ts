import { useEffect } from 'react'
import { useAttention } from '../inbox/lists'
import { useUrgent } from '../live/urgent'

/** The page's name in its tab, and before it how much waits for me: messages, and tickets near a deadline. */
export function useTitle(title: string): void {
  const n = useAttention() + useUrgent()
  useEffect(() => {
    document.title = `${n ? `(${n}) ` : ''}${title} · Manydesk`
  }, [n, title])
}
