/** Keeps one socket to the desk alive: ticket, hello, heartbeat, rotation, and coming back for ever. */
import { Problem } from '../api'
import type { PushFrame, WelcomeFrame } from '../frames'
import type { Presence, SocketTicket } from '../wire'
import { Channel, Late, Lost, Refusal, type SocketMaker } from './channel'
import { patience } from './insist'

export type LinkState = 'idle' | 'connecting' | 'live' | 'waiting' | 'offline' | 'closed'

export interface KeeperOptions {
  ticket: () => Promise<SocketTicket>
  presence?: Exclude<Presence, 'offline'>
  socket?: SocketMaker
  random?: () => number
}
export interface KeeperEvents {
  state(state: LinkState): void
  live(welcome: WelcomeFrame): void
  push(frame: PushFrame): void
  /** The desk will not let us in; trying again would not help. */
  denied(problem: Problem): void
}

const longestWait = 30_000
const firstWait = 500

export class Keeper {
  state: LinkState = 'idle'
  channel: Channel | null = null
  session = ''
  private tries = 0
  private turn = 0
  private timers: ReturnType<typeof setTimeout>[] = []
  private unlisten: (() => void)[] = []

  constructor(
    private readonly options: KeeperOptions,
    private readonly events: KeeperEvents,
  ) {}

  start(): void {
    if (this.state !== 'idle' && this.state !== 'closed') return
    this.unlisten = [
      listen(window, 'online', () => this.wake()),
      listen(window, 'offline', () => this.pause('offline')),
      listen(document, 'visibilitychange', () => document.hidden || this.wake()),
    ]
    void this.connect()
  }

  stop(): void {
    for (const off of this.unlisten.splice(0)) off()
    this.pause('closed')
  }

  /** Is the socket still there? Without an answer it is given up. */
  probe = (): void => {
    const { channel } = this
    channel?.ask({ t: 'ping' }, patience.ping).catch((why: unknown) => {
      if (why instanceof Late) channel.end(4001)
      else if (!(why instanceof Lost || why instanceof Refusal)) throw why
    })
  }

  /** A fresh sending session, and the place to say whether we are here or away. */
  async hello(channel = this.channel): Promise<WelcomeFrame> {
    if (!channel) throw new Lost()
    const { presence } = this.options
    const welcome = await channel.ask({ t: 'hello', v: 1, ...(presence && { presence }) }, patience.hello)
    this.session = welcome.session
    return welcome
  }

  setPresence(presence: KeeperOptions['presence']): void {
    this.options.presence = presence
    this.hello().catch((why: unknown) => this.ignore(why))
  }

  private wake(): void {
    if (this.state === 'live') return this.probe()
    if (this.state === 'waiting' || this.state === 'offline') {
      this.tries = 0
      void this.connect()
    }
  }

  private async connect(): Promise<void> {
    const turn = this.clear()
    if (!navigator.onLine) return this.become('offline')
    this.become('connecting')
    try {
      const { url, ticket } = await this.options.ticket()
      if (turn !== this.turn) return
      const channel = await this.open(`${url}?ticket=${encodeURIComponent(ticket)}`, turn)
      const welcome = await this.hello(channel)
      if (turn === this.turn) this.settle(channel, welcome)
    } catch (why) {
      if (turn === this.turn) this.failed(why)
    }
  }

  private open(url: string, turn: number): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const channel: Channel = new Channel((this.options.socket ?? ((u) => new WebSocket(u)))(url), {
        open: () => resolve(channel),
        push: (frame) => turn === this.turn && this.take(frame),
        end: () => (reject(new Lost()), turn === this.turn && this.channel && this.again()),
      })
      this.timers.push(setTimeout(() => this.channel ?? channel.end(), 2 * patience.hello))
      this.closing = () => channel.end()
    })
  }

  private closing = (): void => undefined

  private settle(channel: Channel, welcome: WelcomeFrame): void {
    this.tries = 0
    this.channel = channel
    const life = welcome.max_age_s * 1000 * (0.85 + 0.1 * this.random())
    const beat = setInterval(this.probe, welcome.heartbeat_s * 1000)
    this.timers.push(beat, setTimeout(() => void this.connect(), life))
    this.become('live')
    this.events.live(welcome)
  }

  private take(frame: PushFrame): void {
    if (frame.t === 'retry') this.again(frame.after_ms)
    else this.events.push(frame)
  }

  private failed(why: unknown): void {
    if (why instanceof Problem && (why.status === 401 || why.status === 403)) {
      this.stop()
      this.events.denied(why)
    } else {
      this.again(why instanceof Problem && why.retryAfter ? why.retryAfter * 1000 : undefined)
      this.ignore(why)
    }
  }

  /** Full jitter, so that a thousand clients do not come back in the same second. */
  private again(after = this.random() * Math.min(longestWait, firstWait * 2 ** this.tries++)): void {
    this.pause('waiting')
    this.timers.push(setTimeout(() => void this.connect(), after))
  }

  private pause(state: LinkState): void {
    this.clear()
    this.become(state)
  }

  /** Ends whatever runs; what belonged to an earlier turn is not listened to any more. */
  private clear(): number {
    this.turn += 1
    for (const timer of this.timers.splice(0)) clearTimeout(timer)
    this.channel = null
    this.closing()
    this.closing = () => undefined
    return this.turn
  }

  private become(state: LinkState): void {
    if (state === this.state) return
    this.state = state
    this.events.state(state)
  }

  private random(): number {
    return (this.options.random ?? Math.random)()
  }

  private ignore(why: unknown): void {
    const expected = [Late, Lost, Refusal, Problem].some((kind) => why instanceof kind)
    if (!expected) throw why
  }
}

function listen(target: EventTarget, event: string, run: () => void): () => void {
  target.addEventListener(event, run)
  return () => target.removeEventListener(event, run)
}
