/** The line to the host page: one window, one origin, nobody else. */
import type { MakeShelf, Pending } from '../../../shared/link/outbox'
import type { ShelfEvents } from '../../../shared/link/shelf'
import type { Boot, ToHost, ToPanel } from '../../bridge'

export interface Host {
  /** The page's shelf, as if it stood here. */
  shelf: MakeShelf
  send(message: ToHost): void
  /** A new grant from the page, as when the panel was first made. */
  boot(): Promise<Boot>
  hear(listener: (message: ToPanel) => void): void
}

/** The origin that the loader says it stands on; a page that lies here only cuts itself off. */
export const originIn = (hash: string): string => decodeURIComponent(hash.slice(1))

export function makeHost(parent: Window, origin: string): Host {
  let waiting: ((boot: Boot) => void)[] = []
  let events: ShelfEvents<Pending> | undefined
  let listener: (message: ToPanel) => void = () => undefined
  const send = (message: ToHost): void => parent.postMessage(message, origin)

  addEventListener('message', (event: MessageEvent) => {
    if (event.source !== parent || event.origin !== origin) return
    const message = event.data as ToPanel | null
    if (typeof message?.t !== 'string') return // the page's other scripts may talk past us
    if (message.t === 'left') events?.left(message.items)
    if (message.t === 'cleared') events?.cleared()
    if (message.t === 'boot') for (const give of waiting.splice(0)) give(message)
    listener(message)
  })
  const shelve = (rest: Omit<Extract<ToHost, { t: 'shelf' }>, 't'>): void => send({ t: 'shelf', ...rest })
  return {
    send,
    shelf: (told) => {
      events = told
      return {
        open: async (scope) => shelve({ open: scope }),
        keep: (items) => shelve({ keep: items }),
        clear: () => shelve({ clear: true }),
        close: () => shelve({ close: true }),
      }
    },
    hear: (to) => void (listener = to),
    boot: () =>
      new Promise((give) => {
        waiting = [...waiting, give]
        if (waiting.length === 1) send({ t: 'ready' })
      }),
  }
}
