/**
 * Where messages wait over a reload and a crash: local storage, which is written before the field is
 * emptied, as no database that answers later can promise. Each tab has a list of its own and finds it
 * again after a reload; what a tab leaves behind for good, one of the others takes over.
 *
 * A frame's own storage may be refused, so in a widget this stands in the host page and is spoken to.
 */
export interface Shelf<T> {
  /** What this tab had is told of as `left`, and later what other tabs leave behind. */
  open(scope: string): Promise<void>
  keep(items: readonly T[]): void
  /** Nothing stays, of no tab: somebody else may use this browser next. */
  clear(): void
  close(): void
}
export interface ShelfEvents<T> {
  left(items: T[]): void
  /** Another tab has cleared what was ours. */
  cleared(): void
}

const prefix = 'desk:out:'
const tab = 'desk:tab'
/** A page that is left holds its lock for a moment more. */
const unloading = 1_000
/** So long a tab that went may take to come back: it only loads its page again. */
const reloading = 10_000

const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms))
const newName = (): string => crypto.getRandomValues(new Uint32Array(4)).join('')

/** Storage can be full or forbidden, and hold what is not ours. */
function attempt<R>(work: () => R): R | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Without storage or locks nobody could tell whose a message is: then it lives in memory. */
export function makeShelf<T>({ left, cleared }: ShelfEvents<T>, storage = (): Storage => localStorage): Shelf<T> {
  let start = ''
  /** Our list; empty until the lock of its name is ours, else another tab would take it for left behind. */
  let place = ''
  let items: readonly T[] = []
  let over = new AbortController()
  let awaited = new Set<string>()

  const read = (from: string): T[] => {
    const found = attempt(() => JSON.parse(storage().getItem(from) ?? '') as unknown)
    return Array.isArray(found) ? (found as T[]) : []
  }
  const remove = (from: string): void => void attempt(() => storage().removeItem(from))
  const write = (): void => {
    if (items.length) attempt(() => storage().setItem(place, JSON.stringify(items)))
    else remove(place)
  }
  const places = (): string[] =>
    attempt(() => Array.from({ length: storage().length }, (_, i) => storage().key(i) ?? '').filter((key) => key.startsWith(start))) ?? []

  /** A lock named after our list, until we leave or are gone: whoever waits for it may inherit. */
  const hold = (name: string, signal: AbortSignal, { signal: end } = over): Promise<boolean> =>
    new Promise((held) => {
      const ours = (): Promise<void> =>
        new Promise((leave) => {
          end.addEventListener('abort', () => leave())
          if (end.aborted) leave()
          else sessionStorage.setItem(tab, name), (place = start + name)
          held(!end.aborted)
        })
      navigator.locks.request(start + name, { signal }, ours).catch(() => held(false))
    })

  /** When the tab goes and does not come back, what it left is ours, or another heir's. */
  async function wait(from: string, { signal } = over): Promise<void> {
    if (from === place || awaited.has(from)) return
    awaited.add(from)
    await navigator.locks.request(from, { signal }, () => undefined).catch(() => undefined)
    await sleep(reloading)
    awaited.delete(from)
    if (signal.aborted) return
    const free = await navigator.locks.request(from, { ifAvailable: true }, (granted) => granted && take(from))
    if (!free) void wait(from)
  }

  /** Ours before it is nobody's, in one breath. */
  function take(from: string): true {
    const found = read(from)
    items = [...items, ...found]
    write()
    remove(from)
    left(found)
    return true
  }

  const elsewhere = ({ key, newValue }: StorageEvent): void => {
    if (newValue && key?.startsWith(start)) void wait(key)
    if (newValue || key !== place || !items.length) return
    items = []
    cleared()
  }

  return {
    async open(scope) {
      over.abort()
      over = new AbortController()
      awaited = new Set()
      start = `${prefix}${scope}:`
      const before = attempt(() => sessionStorage.getItem(tab))
      if (before === undefined || !navigator.locks) return
      // A tab that was copied from one that stands is another one.
      const again = before && (await hold(before, AbortSignal.timeout(unloading)))
      if (!again && !(await hold(newName(), over.signal))) return
      const had = read(place)
      items = [...had, ...items]
      if (items.length) write()
      left(had)
      for (const from of places()) void wait(from)
      addEventListener('storage', elsewhere, { signal: over.signal })
    },
    keep(now) {
      items = now
      if (place) write()
    },
    clear() {
      items = []
      places().forEach(remove)
    },
    close() {
      place = ''
      items = []
      over.abort()
    },
  }
}
