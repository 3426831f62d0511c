/**
 * The line to the desk, for widget and console alike. Nothing said is lost or doubled, nothing heard
 * is missed: sends are named and repeated, conversations are read by dense numbers. No framework.
 */
import type { Problem } from './api'
import type { DeliveryFrame, HistoryFrame, PresenceFrame, PushFrame, SeenFrame, StateFrame, TypingFrame, WelcomeFrame } from './frames'
import { Lost, Refusal } from './link/channel'
import { Courier } from './link/courier'
import { Emitter } from './link/emitter'
import { patience } from './link/insist'
import { Keeper, type KeeperOptions, type LinkState } from './link/keeper'
import { type MakeShelf, Outbox, type Pending } from './link/outbox'
import { Reader } from './link/reader'
import type { ClockFrame, TicketFrame } from './tickets'
import type { AnyMessage, Author, Message, Option } from './wire'

export type { LinkState, Pending }

export interface LinkOptions extends KeeperOptions {
  /** Whose messages wait in storage: one name per visitor, or per person and merchant. */
  scope: string
  /** How our own messages are signed until the desk sends them back. */
  author: () => Author
  /** Keeps what waits over a reload; without it that lives in memory. */
  shelf?: MakeShelf
}
export interface LinkEvents {
  state: LinkState
  welcome: WelcomeFrame
  message: AnyMessage
  history: HistoryFrame
  conversation: StateFrame['conversation']
  typing: TypingFrame
  seen: SeenFrame
  delivery: DeliveryFrame
  presence: PresenceFrame
  ticket: TicketFrame
  clock: ClockFrame
  outbox: Pending[]
  /** A conversation could not be read: `not_found`, `forbidden`. */
  refused: Refusal['frame']
  /** On the slow way: what else may have changed should be asked for. */
  polled: undefined
  /** The desk will not let us in (401, 403); the link is closed. */
  denied: Problem
}

/** The desk cannot have it: it said no, or was never asked. */
export const canDiscard = ({ failed, session }: Pending): boolean => !!failed || !session

/** Typing is told at most this often, and only while it can be told at once. */
const typingEvery = 3_000

export class Link extends Emitter<LinkEvents> {
  readonly #keeper: Keeper
  readonly #outbox: Outbox
  readonly #reader: Reader
  readonly #courier: Courier
  #resuming = false
  #window = 0
  #told = { conversation: '', at: 0 }

  readonly #options: LinkOptions

  constructor(options: LinkOptions) {
    super()
    this.#options = options
    const tell = (): void => this.emit('outbox', this.#outbox.list())
    this.#outbox = new Outbox(options.scope, options.shelf, tell, () => this.#courier.pumpAll())
    this.#keeper = new Keeper(options, {
      state: (state) => this.emit('state', state),
      live: (welcome) => void this.#resume(welcome),
      push: (frame) => this.#take(frame),
      poll: () => void this.#poll(),
      beat: () => this.#beat(),
      denied: (problem) => this.emit('denied', problem),
    }, () => this.#lone)
    this.#reader = new Reader(
      () => this.#keeper.channel,
      {
        message: (message) => this.emit('message', message),
        history: (frame) => this.emit('history', frame),
        refused: ({ frame }) => this.emit('refused', frame),
        probe: this.#keeper.probe,
        named: (name, text) => this.#courier.seen(name, text),
      },
      this.#lone,
    )
    this.#courier = new Courier(this.#keeper, this.#reader, this.#outbox, options.author)
  }

  get #lone(): boolean {
    return this.#options.author().kind === 'customer'
  }

  get state(): LinkState {
    return this.#keeper.state
  }

  async start(): Promise<void> {
    await this.#outbox.load()
    this.#keeper.start()
  }

  stop(): void {
    this.#keeper.stop()
    this.#outbox.leave()
  }

  /** Stops, and forgets what was not sent: somebody else may use this browser next. */
  forget(): void {
    this.#outbox.clear()
    this.stop()
  }

  /** Puts a conversation on the screen: everything after `after` arrives once as `message`. */
  watch(conversation: string, after = 0): void {
    this.#reader.thread(conversation, after)
    this.#reader.active = conversation
    if (this.#keeper.channel && !this.#resuming) void this.#reader.follow()
  }

  unwatch(): void {
    this.#reader.active = null
  }

  say(conversation: string | null, text: string, kind: Pending['kind'] = 'message', more: Pick<Pending, 'quote' | 'files'> = {}): Pending {
    return this.#courier.add(conversation, text, kind, more)
  }

  /** Other words in the place of one's own, or none: recalled. Fails as the line does; it may be asked again. */
  async amend({ conversation, seq, edits = 0 }: Pick<Message, 'conversation' | 'seq' | 'edits'>, text?: string): Promise<void> {
    const { channel } = this.#keeper
    if (!channel) throw new Lost()
    const about = { conversation, seq }
    const parts = [{ type: 'text' as const, text: text ?? '' }]
    const frame = text === undefined ? { t: 'recall' as const, ...about } : { t: 'edit' as const, ...about, parts, edits }
    this.emit('message', (await channel.ask(frame, patience.say)).message)
  }

  /** May we still change this? The desk has the last word. */
  amendable({ author, at, recalled_at }: Message): boolean {
    return author.id === this.#options.author().id && !recalled_at && Date.now() - Date.parse(at) < this.#window
  }

  /** A click on an option of the bot: said like any message, and named by the option too. */
  choose(conversation: string, { id, label }: Option): Pending {
    return this.#courier.add(conversation, label, 'message', { choice: id })
  }

  retry(key: string): void {
    const item = this.#outbox.find(key)
    if (!item?.failed) return
    this.#outbox.put({ ...item, failed: undefined, rule: undefined })
    void this.#courier.pump(item.conversation)
  }

  /** Takes back a message that the desk has refused, or that never went out. */
  discard(key: string): void {
    const item = this.#outbox.find(key)
    if (item && canDiscard(item)) this.#outbox.drop(key)
  }

  /** So much waits that nothing more is taken. */
  get full(): boolean {
    return this.#outbox.full
  }

  pending(conversation?: string | null): Pending[] {
    return this.#outbox.list(conversation)
  }

  typing(conversation: string, on: boolean): void {
    const now = Date.now()
    const repeated = this.#told.conversation === conversation && now - this.#told.at < typingEvery
    if (on ? repeated : this.#told.conversation !== conversation) return
    this.#told = on ? { conversation, at: now } : { conversation: '', at: 0 }
    this.#keeper.channel?.send({ t: 'typing', conversation, on })
  }

  seen(conversation: string, seq: number): void {
    this.#keeper.channel?.send({ t: 'seen', conversation, seq })
  }

  presence(presence: 'available' | 'away'): void {
    this.#keeper.setPresence(presence)
  }

  /** Back on line: what is on the screen is read on, then what waits goes out. */
  async #resume(welcome: WelcomeFrame): Promise<void> {
    this.#window = welcome.amend_s * 1000
    if (welcome.conversation) this.#current(welcome.conversation.id)
    this.#resuming = true
    this.emit('welcome', welcome)
    this.#resuming = false
    await this.#reader.follow()
    this.#courier.pumpAll()
  }

  /** On the slow way nobody tells us: we look. */
  async #poll(): Promise<void> {
    if (this.#lone && this.#reader.active === null) return this.#look()
    await this.#reader.follow()
    this.#courier.pumpAll()
    this.emit('polled', undefined)
  }

  #look(): Promise<void> {
    return this.#keeper.hello().then((welcome) => this.#resume(welcome), this.#reader.excuse)
  }

  /** A push may have been lost and nothing came after it: a heartbeat reads on. */
  #beat(): void {
    if (!this.#lone || this.#reader.active === null) this.#keeper.probe()
    void this.#reader.follow()
  }

  /** A visitor has one conversation at a time, and the desk knows best which. */
  #current(conversation: string): void {
    if (!this.#lone) return
    for (const from of new Set(this.#outbox.list().map((p) => p.conversation))) {
      this.#courier.rebind(from, conversation)
    }
  }

  #take(frame: PushFrame): void {
    if (frame.t === 'message') this.#reader.take(frame.message)
    else if (frame.t === 'state') this.emit('conversation', frame.conversation)
    else if (frame.t !== 'retry') this.emit(frame.t, frame as never)
  }
}
