/** Reads conversations without loss: every message once, gaps filled by asking for what is missing. */
import type { HistoryFrame } from '../frames'
import { textOf } from '../parts'
import type { AnyMessage, Message } from '../wire'
import { Late, Lost, Refusal, type Way } from './channel'
import { Cursor } from './cursor'
import { insist, patience } from './insist'
import type { Name } from './outbox'

export interface Thread {
  id: string
  cursor: Cursor
  /** Our sending session here, and the number its next message carries. */
  session?: string
  next: number
  /** Walks through one conversation wait for each other. */
  walking: Promise<void>
}
export interface ReaderEvents {
  message(message: AnyMessage): void
  history(frame: HistoryFrame): void
  /** A message with a sender's name: perhaps one of ours whose acknowledgement was lost. */
  named(name: Name, text: string): void
  refused(refusal: Refusal): void
  probe(): void
}
export interface Walk {
  from?: number
  session?: string
}

/** A push may overtake another by a little; only what is still missing then is asked for. */
const grace = 300

export class Reader {
  active: string | null = null
  readonly #threads = new Map<string, Thread>()

  readonly #channel: () => Way | null
  readonly #events: ReaderEvents

  constructor(
    channel: () => Way | null,
    events: ReaderEvents,
    /** A visitor has one conversation at a time: whatever arrives belongs to it. */
    readonly lone: boolean,
  ) {
    this.#channel = channel
    this.#events = events
  }

  thread(id: string, after = 0): Thread {
    const known = this.#threads.get(id)
    if (known) return known
    const fresh: Thread = { id, cursor: new Cursor(after), next: 1, walking: Promise.resolve() }
    this.#threads.set(id, fresh)
    return fresh
  }

  /** Is this session counting somewhere already? Then it cannot begin another conversation. */
  counts(session: string): boolean {
    return [...this.#threads.values()].some((thread) => thread.session === session)
  }

  /** A message from anywhere: a push, a history, our own that was acknowledged. */
  take(message: AnyMessage): void {
    if (this.lone) this.active = this.thread(message.conversation).id
    const thread = this.#threads.get(message.conversation)
    const known = thread && !thread.cursor.take(message.seq)
    if (!known) this.#events.message(message)
    if ('session' in message && message.session && message.n) this.#events.named(message as Message & Name, textOf(message))
    if (!known && thread?.cursor.gap) setTimeout(() => thread.cursor.gap && this.follow(), grace)
  }

  /** Reads on to the head of the conversation that is on the screen. */
  async follow(): Promise<void> {
    if (this.active === null) return
    await this.walk(this.thread(this.active)).catch(this.excuse)
  }

  /** The line fell, or the desk said no; anything else is a fault. */
  readonly excuse = (why: unknown): void => {
    if (why instanceof Refusal) this.#events.refused(why)
    else if (!(why instanceof Lost || why instanceof Late)) throw why
  }

  /** Reads one conversation to its head; given a session, the desk lets it speak there from now on. */
  walk(thread: Thread, walk: Walk = {}): Promise<void> {
    const turn = thread.walking.then(() => this.#pages(thread, walk))
    thread.walking = turn.catch(() => undefined)
    // The desk takes the last conversation read for the one being watched.
    if (this.active !== null && thread.id !== this.active) void thread.walking.then(() => this.follow())
    return turn
  }

  async #pages(thread: Thread, { from, session }: Walk): Promise<void> {
    let after = from ?? thread.cursor.last
    for (let more = true; more; session = undefined) {
      const channel = this.#channel()
      if (!channel) throw new Lost()
      const question = { t: 'sync' as const, conversation: thread.id, after, ...(session && { session }) }
      const page = await insist(channel, question, patience.sync, () => this.#events.probe())
      if (session) Object.assign(thread, { session, next: 1 })
      for (const message of page.messages) this.take(message)
      after = page.messages.at(-1)?.seq ?? after
      more = page.more && page.messages.length > 0
      this.#events.history(page)
    }
  }
}
