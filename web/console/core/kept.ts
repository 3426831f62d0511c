import { type Store, makeStore } from './store'

const prefix = 'manydesk.'

export function read<T>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(prefix + name)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

/** Storage may be full or forbidden; the value then lives as long as the page. */
export function write(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name)
    else localStorage.setItem(prefix + name, JSON.stringify(value))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}

/** Forgets every value whose name begins so. */
export function forget(start: string): void {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix + start))
  for (const name of names) localStorage.removeItem(name)
}

/** A small value that outlives a reload. */
export function keep<T>(name: string, fallback: T): Store<T> {
  const store = makeStore(read(name, fallback))
  store.subscribe(() => write(name, store.get()))
  return store
}
