/** What the tests of the link share: a link on a fake desk, and a clock they move. */
import { afterEach, beforeEach, vi } from 'vitest'
import { Link, type LinkOptions } from '../link'
import { textOf } from '../parts'
import type { AnyMessage, SocketTicket } from '../wire'
import { FakeDesk, type Weather } from './fake-desk'

const links: Link[] = []
const world = { online: true, desk: new FakeDesk() }

export const theDesk = (): FakeDesk => world.desk
export const network = (on: boolean): void => void (world.online = on)
export const calm: Weather = () => 'pass'
export const seconds = (n: number): Promise<unknown> => vi.advanceTimersByTimeAsync(n * 1000)
export const ticket = async (): Promise<SocketTicket> => ({ url: 'wss://desk.test', ticket: 't', expires_in: 60 })

const text = (m: AnyMessage): string => ('parts' in m ? textOf(m) : '')

export interface Client {
  link: Link
  heard: AnyMessage[]
  /** What a user interface would show: by number. */
  shown(): string[]
}

export function connect(options: Partial<LinkOptions> = {}): Client {
  const author = { kind: 'customer' as const, id: 'v1' }
  const link = new Link({ ticket, scope: 'v1', author: () => author, socket: world.desk.socket, storage: null, ...options })
  const heard: AnyMessage[] = []
  link.on('message', (m) => heard.push(m))
  links.push(link)
  return { link, heard, shown: () => [...heard].sort((a, b) => a.seq - b.seq).map(text) }
}

/** Foul weather for one frame, then calm. */
export const once = (when: (way: 'up' | 'down', t: string) => boolean, fate: 'lose' | 'twice' | 'drop'): Weather => {
  let done = false
  return (way, frame) => {
    if (done || !when(way, frame.t)) return 'pass'
    done = true
    return fate
  }
}

/** Fresh desk, clock and storage for every test of the file that calls this. */
export function prepare(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') })
    localStorage.clear()
    world.online = true
    world.desk = new FakeDesk()
    vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => world.online)
  })
  afterEach(() => {
    for (const link of links.splice(0)) link.stop()
    vi.useRealTimers()
  })
}
