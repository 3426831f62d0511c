/** Carries messages out: one at a time per conversation, each stored once however often it is sent. */
import { nonce } from '../api'
import type { RefusedFrame, SaidFrame, SayFrame } from '../frames'
import type { Author, ChoicePart, TextPart } from '../wire'
import { Late, Lost, Refusal } from './channel'
import { insist, patience, sleep } from './insist'
import type { Keeper } from './keeper'
import type { Outbox, Pending } from './outbox'
import type { Reader, Thread } from './reader'

/** After so many new names that were refused too, a message is shown as failed. */
const mostMends = 5
/** Refusals that do not say whether an earlier sending of the message was stored. */
const doubtful = new Set(['unknown_session', 'out_of_order', 'internal'])

const words = ({ choice, text }: Pending): (TextPart | ChoicePart)[] =>
  choice ? [{ type: 'choice', id: choice, text }] : text ? [{ type: 'text', text }] : []
const sentAs = (item: Pending): SayFrame['parts'] => [
  ...words(item),
  ...(item.files ?? []).map(({ attachment }) => ({ type: 'file' as const, attachment })),
]

export class Courier {
  readonly #running = new Set<string | null>()
  readonly #mends = new Map<string, number>()
  #latest = 0

  readonly #keeper: Keeper
  readonly #reader: Reader
  readonly #outbox: Outbox
  readonly #author: () => Author

  constructor(
    keeper: Keeper,
    reader: Reader,
    outbox: Outbox,
    author: () => Author,
  ) {
    this.#keeper = keeper
    this.#reader = reader
    this.#outbox = outbox
    this.#author = author
  }

  add(conversation: string | null, text: string, kind: Pending['kind'], more: Pick<Pending, 'choice' | 'quote' | 'files'> = {}): Pending {
    this.#latest = Math.max(Date.now(), this.#latest + 1)
    const at = new Date(this.#latest).toISOString()
    const item: Pending = { key: nonce(), conversation, kind, text, at, ...more }
    this.#outbox.put(item)
    void this.pump(conversation)
    return item
  }

  pumpAll(): void {
    for (const where of new Set(this.#outbox.list().map((p) => p.conversation))) void this.pump(where)
  }

  async pump(where: string | null): Promise<void> {
    if (this.#running.has(where)) return
    this.#running.add(where)
    try {
      for (let item = this.#outbox.next(where); item && this.#keeper.channel; item = this.#outbox.next(where)) {
        await this.#carry(item)
      }
    } finally {
      this.#running.delete(where)
    }
  }

  /** Our own message that came back by another way than its acknowledgement. */
  seen(conversation: string, session: string, n: number): void {
    const item = this.#outbox.sent(session, n, conversation)
    if (!item) return
    this.#count(conversation, session, n)
    this.#done(item)
    this.rebind(item.conversation, conversation)
  }

  /** What was meant for one conversation goes to another: the desk has named it meanwhile. */
  rebind(from: string | null, to: string): void {
    if (from === to) return
    for (const item of this.#outbox.list(from)) this.#outbox.put({ ...item, conversation: to, after: 0 })
    void this.pump(to)
  }

  async #carry(item: Pending): Promise<void> {
    try {
      const named = item.session ? item : await this.#name(item)
      if (named) this.#arrived(named, await this.#say(named))
    } catch (why) {
      await this.#trouble(item, why).catch((again: unknown) => this.#pass(again))
    }
  }

  async #trouble(item: Pending, why: unknown): Promise<void> {
    if (why instanceof Refusal) await this.#mend(item.key, why.frame)
    else this.#pass(why)
  }

  /** A line that went silent or away: the message waits in the outbox for the next one. */
  #pass(why: unknown): void {
    if (why instanceof Late) this.#keeper.probe()
    else if (!(why instanceof Lost || why instanceof Refusal)) throw why
  }

  #say(item: Pending): Promise<SaidFrame> {
    const { key, conversation, session = '', n = 1, kind, quote } = item
    if (!this.#keeper.channel) throw new Lost()
    return insist(
      this.#keeper.channel,
      // A late refusal of an earlier name must not be taken for one of this name.
      { t: 'say', ref: `${key}.${session}.${n}`, conversation, session, n, parts: sentAs(item), ...(kind === 'note' && { kind }), ...(quote && { quote: quote.seq }) },
      patience.say,
      this.#keeper.probe,
    )
  }

  /** Gives the message its name, written down before it is sent so that a reload repeats the same one. */
  async #name(item: Pending): Promise<Pending | undefined> {
    const thread = item.conversation === null ? undefined : this.#reader.thread(item.conversation)
    await this.#enrol(thread)
    if (!this.#outbox.find(item.key)) return undefined
    const named: Pending = {
      ...item,
      session: thread?.session ?? this.#keeper.session,
      n: thread?.next ?? 1,
      after: thread?.cursor.last ?? 0,
    }
    this.#outbox.put(named)
    return named
  }

  /** Sees to a session that may speak here; a new conversation begins with one that never spoke. */
  async #enrol(thread: Thread | undefined): Promise<void> {
    const { session } = this.#keeper
    if (thread && !thread.session) await this.#reader.walk(thread, { session })
    if (!thread && this.#reader.counts(session)) await this.#keeper.hello()
  }

  #arrived(item: Pending, said: SaidFrame): void {
    const { id, conversation, seq, at, session, n } = said
    this.#count(conversation, session, n)
    if (item.conversation !== conversation) this.#reader.active = conversation
    this.#done(item)
    this.#reader.take({ id, conversation, seq, at, session, n, kind: item.kind, author: this.#author(), parts: [...words(item), ...(item.files ?? [])], quote: item.quote })
    this.rebind(item.conversation, conversation)
  }

  /** The desk has counted this session up to n here, so the next message must carry more. */
  #count(conversation: string, session: string, n: number): void {
    const thread = this.#reader.thread(conversation)
    thread.session ??= session
    if (thread.session === session) thread.next = Math.max(thread.next, n + 1)
  }

  #done(item: Pending): void {
    this.#mends.delete(item.key)
    this.#outbox.drop(item.key)
  }

  async #mend(key: string, refused: RefusedFrame): Promise<void> {
    const item = this.#outbox.find(key)
    if (!item) return
    const closed = refused.code === 'conflict' && this.#reader.lone && item.conversation !== null
    if (closed) return this.#restart(item)
    const tries = this.#mends.get(key) ?? 0
    if (doubtful.has(refused.code)) await this.#rename(item, refused, tries)
    if (!doubtful.has(refused.code) || tries + 1 >= mostMends) this.#fail(key, refused)
  }

  /** A visitor's conversation is too old to be reopened: what waits for it begins a new one. */
  #restart({ conversation }: Pending): void {
    for (const item of this.#outbox.list(conversation)) {
      this.#outbox.put({ ...item, conversation: null, session: undefined, n: undefined, after: 0 })
    }
    void this.pump(null)
  }

  /**
   * The desk no longer counts the name of this message, or failed on it. It may have stored it all
   * the same: everything since is read first, and only a message that is not there gets a new name.
   */
  async #rename(item: Pending, refused: RefusedFrame, tries: number): Promise<void> {
    await sleep(tries && 200 * 2 ** tries)
    if (item.conversation === null) await this.#place(item)
    else await this.#compare(item, this.#reader.thread(item.conversation), refused)
    this.#mends.set(item.key, tries + 1)
    const left = this.#outbox.find(item.key)
    if (left) this.#outbox.put({ ...left, session: undefined, n: undefined })
  }

  /** A conversation was begun meanwhile, perhaps in another tab: the message belongs there. */
  async #place(item: Pending): Promise<void> {
    const { conversation } = await this.#keeper.hello()
    if (!conversation) return
    await this.#compare({ ...item, after: 0 }, this.#reader.thread(conversation.id))
    this.rebind(null, conversation.id)
  }

  async #compare(item: Pending, thread: Thread, { code, expected }: Partial<RefusedFrame> = {}): Promise<void> {
    const forgotten = code !== 'out_of_order'
    if (forgotten && item.session === this.#keeper.session) await this.#keeper.hello()
    const { session } = this.#keeper
    const register = forgotten && thread.session !== session
    await this.#reader.walk(thread, { from: item.after ?? 0, ...(register && { session }) })
    if (!forgotten && thread.session === item.session && expected) thread.next = expected
  }

  #fail(key: string, { code, rule }: RefusedFrame): void {
    this.#mends.delete(key)
    const item = this.#outbox.find(key)
    if (item) this.#outbox.put({ ...item, session: undefined, n: undefined, failed: code, rule })
  }
}
