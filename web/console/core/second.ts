import { useSyncExternalStore } from 'react'

let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const readers = new Set<() => void>()

function tick(): void {
  now = Date.now()
  for (const changed of [...readers]) changed()
}

/** One timer for all clocks on the screen, and none while there is no clock. */
function listen(changed: () => void): () => void {
  if (!readers.size) {
    now = Date.now()
    timer = setInterval(tick, 1000)
  }
  readers.add(changed)
  return () => {
    readers.delete(changed)
    if (!readers.size) clearInterval(timer)
  }
}

/** The time in steps of a second, for whatever runs down before one's eyes. */
export const useSecond = (): number => useSyncExternalStore(listen, () => now)
