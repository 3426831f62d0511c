import { useEffect, useSyncExternalStore } from 'react'

/** What can be done about what was said: taken back, or looked at. */
interface Deed {
  label: string
  act: () => void
}
interface Said {
  text: string
  deed?: Deed
  n: number
}

let said: Said = { text: '', n: 0 }
const readers = new Set<() => void>()

export function toast(text: string, deed?: Deed): void {
  said = { text, deed, n: said.n + 1 }
  readers.forEach((changed) => changed())
}

function listen(changed: () => void): () => void {
  readers.add(changed)
  return () => readers.delete(changed)
}

/** Whoever has something to decide gets longer. */
const staysFor = (deed: Deed | undefined): number => (deed ? 12_000 : 6_000)

/** One short message at a time; it goes by itself and is read out politely. */
export function Toasts() {
  const { text, deed, n } = useSyncExternalStore(listen, () => said)
  useEffect(() => {
    if (!text) return
    const timer = setTimeout(() => toast(''), staysFor(deed))
    return () => clearTimeout(timer)
  }, [n])
  return (
    <div class="toasts" role="status">
      {text && (
        <p key={n} class="toast">
          <span>{text}</span>
          {deed && (
            <button type="button" onClick={() => (toast(''), deed.act())}>
              {deed.label}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
