import { useSyncExternalStore } from 'react'

/** One value that several parts of the page look at. */
export interface Store<T> {
  get(): T
  set(value: T): void
  subscribe(changed: () => void): () => void
}

export function makeStore<T>(first: T): Store<T> {
  let value = first
  const readers = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      value = next
      for (const changed of [...readers]) changed()
    },
    subscribe: (changed) => {
      readers.add(changed)
      return () => void readers.delete(changed)
    },
  }
}

export const useStore = <T>(store: Store<T>): T => useSyncExternalStore(store.subscribe, store.get)
