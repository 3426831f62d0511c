import { useEffect, useSyncExternalStore } from 'react'

interface Said {
  text: string
  n: number
}

let said: Said = { text: '', n: 0 }
const readers = new Set<() => void>()

export function toast(text: string): void {
  said = { text, n: said.n + 1 }
  readers.forEach((changed) => changed())
}

function listen(changed: () => void): () => void {
  readers.add(changed)
  return () => readers.delete(changed)
}

/** One short message at a time; it goes by itself and is read out politely. */
export function Toasts() {
  const { text, n } = useSyncExternalStore(listen, () => said)
  useEffect(() => {
    if (!text) return
    const timer = setTimeout(() => toast(''), 6000)
    return () => clearTimeout(timer)
  }, [n])
  return (
    <div class="toasts" role="status">
      {text && (
        <p key={n} class="toast">
          {text}
        </p>
      )}
    </div>
  )
}
