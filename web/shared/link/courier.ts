/** Carries messages out: one at a time per conversation, each stored once however often it is sent. */
import { nonce } from '../api'
import type { RefusedFrame, SaidFrame, SayFrame } from '../frames'
import type { Author, ChoicePart, TextPart } from '../wire'
import { Late, Lost, Refusal } from './channel'
import { insist, patience, sleep } from './insist'
import type { Keeper } from './keeper'
import type { Name, Outbox, Pending } from './outbox'
import type { Reader, Thread } from './reader'

/** After so many refusals a message is shown as failed. */
const mostTries = 7
/** What may be otherwise in a moment: the message goes out again as it was. */
const passing = new Set(['internal', 'out_of_order', 'unauthenticated'])

const unnamed = { session: undefined, n: undefined }

const words = ({ choice, text }: Pending): (TextPart | ChoicePart)[] =>
  choice ? [{ type: 'choice', id: choice, text }] : text ? [{ type: 'text', text }] : []
const sentAs = (item: Pending): SayFrame['parts'] => [
  ...words(item),
  ...(item.files ?? []).map(({ attachment }) => ({ type: 'file' as const, attachment })),
]

export class Courier {
  readonly #running = new Set<string | null>()
  readonly #tries = new Map<string, number>()
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
  seen(name: Name, text: string): void {
    // A name that failed is given again, and kept by the first one too: then the words tell which it is.
    const all = this.#outbox.named(name)
    const these = all[1] ? all.filter((p) => p.text === text) : all
    const item = these.find((p) => !p.failed) ?? these[0]
    if (item) this.#done(item, name)
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
    if (item.conversation !== conversation) this.#reader.active = conversation
    this.#done(item, said)
    this.#reader.take({ id, conversation, seq, at, session, n, kind: item.kind, author: this.#author(), parts: [...words(item), ...(item.files ?? [])], quote: item.quote })
  }

  /** The message lies at the desk under this name, which is nobody else's any more. */
  #done({ key, conversation: from }: Pending, name: Name): void {
    this.#tries.delete(key)
    this.#outbox.drop(key)
    for (const other of this.#outbox.named(name)) this.#outbox.put({ ...other, ...unnamed })
    this.#count(name)
    this.rebind(from, name.conversation)
  }

  /** The desk has counted this session up to n here, so the next message must carry more. */
  #count({ conversation, session, n }: Name): void {
    const thread = this.#reader.thread(conversation)
    // How far a session of an earlier page has counted, its messages do not tell.
    if (session === this.#keeper.session) thread.session ??= session
    if (thread.session === session) thread.next = Math.max(thread.next, n + 1)
  }

  /**
   * A name is for ever, since an earlier sending of it may have been stored. Only where the desk takes
   * nothing under it any more, or has another message there, is another one given.
   */
  async #mend(key: string, { code, rule, expected }: RefusedFrame): Promise<void> {
    const item = this.#outbox.find(key)
    if (!item) return
    if (rule === 'closed' && item.conversation !== null) return this.#restart(item)
    const renames = code === 'unknown_session' || rule === 'reused'
    const tries = renames || passing.has(code) ? (this.#tries.get(key) ?? 0) + 1 : mostTries
    this.#tries.set(key, tries)
    if (expected) this.#learn(item, expected)
    if (tries < mostTries) await sleep(100 * 2 ** tries)
    if (renames) await this.#rename(item)
    if (tries >= mostTries) this.#fail(key, code, rule)
  }

  /** A visitor's conversation is too old to be reopened: what waits for it begins a new one. */
  #restart({ conversation }: Pending): void {
    for (const item of this.#outbox.list(conversation)) {
      this.#outbox.put({ ...item, ...unnamed, conversation: null, after: 0 })
    }
    void this.pump(null)
  }

  /** How far the desk has counted this session: what is named from now on follows on that. */
  #learn({ conversation, session }: Pending, expected: number): void {
    const thread = this.#reader.thread(conversation ?? '')
    if (thread.session === session) thread.next = expected
  }

  /**
   * It may have been stored all the same: what came since is read first. A conversation may have been
   * begun meanwhile, perhaps in another tab: then it belongs there.
   */
  async #rename(item: Pending): Promise<void> {
    const { session, conversation } = await this.#keeper.hello()
    const where = item.conversation ?? conversation?.id
    if (where) {
      const thread = this.#reader.thread(where)
      await this.#reader.walk(thread, { from: item.after ?? thread.cursor.last, session })
      this.rebind(item.conversation, where)
    }
    const left = this.#outbox.find(item.key)
    if (left) this.#outbox.put({ ...left, ...unnamed })
  }

  #fail(key: string, failed: string, rule?: string): void {
    this.#tries.delete(key)
    const item = this.#outbox.find(key)
    if (item) this.#outbox.put({ ...item, failed, rule })
  }
}
