/** What is said of the line: a short loss of it is nobody's business; a longer one gets a banner. */
import type { LinkState } from '../../../shared/link'
import type { Store } from './store'
import type { View } from './view'

const bannerAfter = 2_000

const lineOf = (state: LinkState): View['line'] =>
  state === 'live' ? 'fine' : state === 'slow' || state === 'offline' ? state : 'reconnecting'

export function tellLine(store: Store): (state: LinkState) => void {
  let now: LinkState
  let late: ReturnType<typeof setTimeout> | undefined
  const isLate = (): void => {
    late = undefined
    if (!store.view.live) store.set({ line: lineOf(now) })
  }
  return (state) => {
    now = state
    const live = state === 'live'
    const told = live || state === 'slow' || store.view.line !== 'fine'
    store.set({ live, ...(told && { line: lineOf(state) }) })
    if (!live && state !== 'closed') return void (late ??= setTimeout(isLate, bannerAfter))
    clearTimeout(late)
    late = undefined
  }
}
