import { useSyncExternalStore } from 'react'

function query(text: string): () => boolean {
  const list = matchMedia(text)
  const listen = (changed: () => void): (() => void) => {
    list.addEventListener('change', changed)
    return () => list.removeEventListener('change', changed)
  }
  return () => useSyncExternalStore(listen, () => list.matches)
}

/** One pane at a time. The style sheets draw the same lines. */
export const usePhone = query('(max-width: 759px)')
/** Room for three panes. */
export const useWide = query('(min-width: 1100px)')
