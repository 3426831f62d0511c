/** One value with listeners; a component reads it with `useView`. */
import { useEffect, useState } from 'preact/hooks'
import type { View } from './view'

export class Store {
  readonly #listeners = new Set<() => void>()

  constructor(public view: View) {}

  set(change: Partial<View>): void {
    this.view = { ...this.view, ...change }
    for (const listener of this.#listeners) listener()
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

export function useView(store: Store): View {
  const [view, show] = useState(store.view)
  useEffect(() => {
    const read = (): void => show(store.view)
    read()
    return store.listen(read)
  }, [store])
  return view
}
