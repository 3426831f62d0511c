/** Keeps one socket to the desk alive: ticket, hello, heartbeat, rotation, and coming back for ever. */
import { Problem } from '../api'
import type { PushFrame, WelcomeFrame } from '../frames'
import type { Presence, SocketTicket } from '../wire'
import { Backoff, lifeOf } from './backoff'
import { Channel, Late, Lost, Refusal, type SocketMaker, type Way } from './channel'
import { patience } from './insist'
import type { Call, SlowLine } from './slow'

/** `slow`: no socket for a while; messages go and come by HTTP. */
export type LinkState = 'idle' | 'connecting' | 'live' | 'slow' | 'waiting' | 'offline' | 'closed'

export interface KeeperOptions {
  ticket: () => Promise<SocketTicket>
  /** Calls the desk by HTTP, and fetches the code of the slow way; without them there is none. */
  call?: Call
  slowly?: () => Promise<{ SlowLine: typeof SlowLine }>
  presence?: Exclude<Presence, 'offline'>
  socket?: SocketMaker
  random?: () => number
}
export interface KeeperEvents {
  state(state: LinkState): void
  live(welcome: WelcomeFrame): void
  push(frame: PushFrame): void
  /** On the slow way: time to look for what is new. */
  poll(): void
  /** The heart beats: time to see whether the socket still carries. */
  beat(): void
  /** The desk will not let us in; trying again would not help. */
  denied(problem: Problem): void
}

/** So long without a socket, and the slow way takes over. */
const slowAfter = 8_000

export class Keeper {
  /** What is shown; `phase` is what the socket does, also while the slow way carries. */
  state: LinkState = 'idle'
  session = ''
  #phase: LinkState = 'idle'
  #socket: Channel | null = null
  #slow: SlowLine | null = null
  #slowing?: ReturnType<typeof setTimeout>
  readonly #backoff: Backoff
  #turn = 0
  #timers: ReturnType<typeof setTimeout>[] = []
  #unlisten: (() => void)[] = []

  readonly #options: KeeperOptions
  readonly #events: KeeperEvents
  readonly #lone: () => boolean

  constructor(
    options: KeeperOptions,
    events: KeeperEvents,
    lone: () => boolean,
  ) {
    this.#options = options
    this.#events = events
    this.#lone = lone
    this.#backoff = new Backoff(this.#random)
  }

  /** The way that carries now. */
  get channel(): Way | null {
    return this.#socket ?? (this.#slow?.up ? this.#slow : null)
  }

  start(): void {
    if (this.#phase !== 'idle' && this.#phase !== 'closed') return
    this.#unlisten = [
      listen(window, 'online', () => this.#wake()),
      listen(window, 'offline', () => this.#pause('offline')),
      listen(document, 'visibilitychange', () => document.hidden || this.#wake()),
    ]
    void this.#connect()
  }

  stop(): void {
    for (const off of this.#unlisten.splice(0)) off()
    this.#pause('closed')
  }

  /** Is the socket still there? Without an answer it is given up. */
  probe = (): void => {
    const socket = this.#socket
    socket?.ask({ t: 'ping' }, patience.ping).catch((why: unknown) => {
      if (why instanceof Late) this.#lose(socket)
      else if (!(why instanceof Lost || why instanceof Refusal)) throw why
    })
  }

  /** Nothing has come for so long that the slow way need not wait. */
  #lose(socket: Channel): void {
    socket.end(4001)
    void this.#slowDown()
  }

  /** A fresh sending session, and the place to say whether we are here or away. */
  async hello(channel: Way | null = this.channel): Promise<WelcomeFrame> {
    if (!channel) throw new Lost()
    const { presence } = this.#options
    const welcome = await channel.ask({ t: 'hello', v: 1, ...(presence && { presence }) }, patience.hello)
    this.session = welcome.session
    return welcome
  }

  setPresence(presence: KeeperOptions['presence']): void {
    this.#options.presence = presence
    this.hello().catch((why: unknown) => this.#ignore(why))
  }

  #wake(): void {
    if (this.#phase === 'live') return this.#events.beat()
    if (this.#phase === 'waiting' || this.#phase === 'offline') {
      this.#backoff.reset()
      void this.#connect()
    }
  }

  async #connect(): Promise<void> {
    const turn = this.#clear()
    if (!navigator.onLine) return this.#become('offline')
    this.#become('connecting')
    try {
      const { url, ticket } = await this.#options.ticket()
      if (turn !== this.#turn) return
      const channel = await this.#open(`${url}?ticket=${encodeURIComponent(ticket)}`, turn)
      const welcome = await this.hello(channel)
      if (turn === this.#turn) this.#settle(channel, welcome)
    } catch (why) {
      if (turn === this.#turn) this.#failed(why)
    }
  }

  #open(url: string, turn: number): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const channel: Channel = new Channel((this.#options.socket ?? ((u) => new WebSocket(u)))(url), {
        open: () => resolve(channel),
        push: (frame) => turn === this.#turn && this.#take(frame),
        end: () => (reject(new Lost()), turn === this.#turn && this.#socket && this.#again()),
      })
      this.#timers.push(setTimeout(() => this.#socket ?? channel.end(), 2 * patience.hello))
      this.#closing = () => channel.end()
    })
  }

  #closing = (): void => undefined

  #settle(channel: Channel, welcome: WelcomeFrame): void {
    this.#backoff.reset()
    this.#socket = channel
    const life = lifeOf(welcome.max_age_s * 1000, this.#random)
    const beat = setInterval(() => this.#events.beat(), welcome.heartbeat_s * 1000)
    this.#timers.push(beat, setTimeout(() => void this.#connect(), life))
    this.#become('live')
    this.#events.live(welcome)
  }

  #take(frame: PushFrame): void {
    if (frame.t === 'retry') this.#again(frame.after_ms)
    else this.#events.push(frame)
  }

  #failed(why: unknown): void {
    if (why instanceof Problem && (why.status === 401 || why.status === 403)) {
      this.stop()
      this.#events.denied(why)
    } else {
      this.#again(why instanceof Problem && why.retryAfter ? why.retryAfter * 1000 : undefined)
      this.#ignore(why)
    }
  }

  #again(after = this.#backoff.next()): void {
    this.#pause('waiting')
    this.#timers.push(setTimeout(() => void this.#connect(), after))
  }

  #pause(state: LinkState): void {
    this.#clear()
    this.#become(state)
  }

  /** Ends whatever runs; what belonged to an earlier turn is not listened to any more. */
  #clear(): number {
    this.#turn += 1
    for (const timer of this.#timers.splice(0)) clearTimeout(timer)
    this.#socket = null
    this.#closing()
    this.#closing = () => undefined
    return this.#turn
  }

  #become(phase: LinkState): void {
    this.#phase = phase
    const astray = phase === 'connecting' || phase === 'waiting'
    if (astray) this.#slowing ??= setTimeout(() => void this.#slowDown(), slowAfter)
    else this.#hurry()
    this.#show()
  }

  #show = (): void => {
    const state = this.#slow?.up ? 'slow' : this.#phase
    if (state === this.state) return
    this.state = state
    this.#events.state(state)
  }

  /** Sockets fail: the slow way carries, and the tries for a better one go on. */
  async #slowDown(): Promise<void> {
    const { call, slowly } = this.#options
    if (!call || !slowly) return
    const found = await slowly().catch(() => null)
    if (!this.#slowing || this.#slow) return
    if (!found) return void (this.#slowing = setTimeout(() => void this.#slowDown(), slowAfter))
    const { poll, live } = this.#events
    const take = (welcome: WelcomeFrame): void => ((this.session = welcome.session), live(welcome))
    this.#slow = new found.SlowLine(call, this.#lone, { live: take, poll, changed: this.#show }, this.#random)
  }

  #hurry(): void {
    clearTimeout(this.#slowing)
    this.#slowing = undefined
    this.#slow?.end()
    this.#slow = null
  }

  readonly #random = (): number => (this.#options.random ?? Math.random)()

  #ignore(why: unknown): void {
    const expected = [Late, Lost, Refusal, Problem].some((kind) => why instanceof kind)
    if (!expected) throw why
  }
}

function listen(target: EventTarget, event: string, run: () => void): () => void {
  target.addEventListener(event, run)
  return () => target.removeEventListener(event, run)
}
