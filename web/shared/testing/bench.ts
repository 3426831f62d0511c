/** What the tests of the link share: a link on a fake desk, and a clock they move. */
import { afterEach, beforeEach, vi } from 'vitest'
import { Link, type LinkOptions } from '../link'
import { makeShelf } from '../link/shelf'
import { SlowLine } from '../link/slow'
import type { MakeShelf } from '../link/outbox'
import { textOf } from '../parts'
import type { AnyMessage, SocketTicket } from '../wire'
import { FakeDesk, type Weather } from './fake-desk'
import { FakeLocks, ToldStorage } from './fake-locks'
import { FakeRest } from './fake-rest'

const links: Link[] = []
const newRest = (): FakeRest => new FakeRest(theDesk)
const world: { online: boolean; desk: FakeDesk; rest: FakeRest } = {
  online: true,
  desk: new FakeDesk(),
  rest: new FakeRest(() => world.desk),
}

export const theDesk = (): FakeDesk => world.desk
export const theRest = (): FakeRest => world.rest
export const network = (on: boolean): void => void (world.online = on)
export const calm: Weather = () => 'pass'
export const seconds = (n: number): Promise<unknown> => vi.advanceTimersByTimeAsync(n * 1000)
export const ticket = async (): Promise<SocketTicket> => ({ url: 'wss://desk.test', ticket: 't', expires_in: 60 })

const text = (m: AnyMessage): string => ('parts' in m ? textOf(m) : '')

/** What a reload finds again; every link that has one is a tab of the same browser. */
export const shelf: MakeShelf = (events) => makeShelf(events, () => new ToldStorage())

export interface Client {
  link: Link
  heard: AnyMessage[]
  /** What a user interface would show: by number. */
  shown(): string[]
}

export function connect(options: Partial<LinkOptions> = {}): Client {
  const author = { kind: 'customer' as const, id: 'v1' }
  const link = new Link({ ticket, scope: 'v1', author: () => author, socket: world.desk.socket, slowly: async () => ({ SlowLine }), ...options })
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
    sessionStorage.clear()
    world.online = true
    world.desk = new FakeDesk()
    world.rest = newRest()
    Object.defineProperty(navigator, 'locks', { value: new FakeLocks(), configurable: true })
    vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => world.online)
  })
  afterEach(() => {
    for (const link of links.splice(0)) link.stop()
    vi.useRealTimers()
  })
}
