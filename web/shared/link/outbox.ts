/** Messages on their way, oldest first. What keeps them over a reload is the shelf they lie on. */
import type { Attached, Quote } from '../wire'
import type { Shelf, ShelfEvents } from './shelf'

export interface Pending {
  key: string
  conversation: string | null
  kind: 'message' | 'note'
  text: string
  /** The option that was clicked, where these words are its label. */
  choice?: string
  at: string
  /** What it answers, as it was when it was written. */
  quote?: Quote
  /** What goes with the words, uploaded already. */
  files?: Attached[]
  /** The name under which it was first sent; a repetition must carry the same one. */
  session?: string
  n?: number
  /** How much of the conversation was known then: what was stored since may be this message. */
  after?: number
  /** Why the desk will not have it; until someone retries, it stays where it is. */
  failed?: string
  rule?: string
}

/** What a message is called for ever. */
export interface Name {
  conversation: string
  session: string
  n: number
}

/** More than anybody writes while a line is away; what it keeps off is a program that never stops. */
export const mostWaiting = 100
/** What has waited longer is not sent unasked: who wrote it may have been answered long ago. */
const tooOld = 24 * 3600_000

export type MakeShelf = (events: ShelfEvents<Pending>) => Shelf<Pending>

export class Outbox {
  readonly #items = new Map<string, Pending>()
  readonly #shelf: Shelf<Pending> | undefined

  readonly #scope: string
  readonly #changed: () => void

  constructor(
    scope: string,
    shelf: MakeShelf | undefined,
    changed: () => void,
    /** Something came from before, or from a tab that is gone. */
    inherited: () => void,
  ) {
    this.#scope = scope
    this.#changed = changed
    this.#shelf = shelf?.({
      left: (items) => (this.#adopt(items), inherited()),
      cleared: () => (this.#items.clear(), this.#changed()),
    })
  }

  get full(): boolean {
    return this.#items.size >= mostWaiting
  }

  load(): Promise<void> | undefined {
    return this.#shelf?.open(this.#scope)
  }

  list(conversation?: string | null): Pending[] {
    const all = [...this.#items.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    return conversation === undefined ? all : all.filter((p) => p.conversation === conversation)
  }

  next(conversation: string | null): Pending | undefined {
    return this.list(conversation).find((p) => !p.failed)
  }

  find(key: string): Pending | undefined {
    return this.#items.get(key)
  }

  /** Those that were sent under a name; a conversation that was not begun may be this one. */
  named({ conversation, session, n }: Name): Pending[] {
    const here = this.list().filter((p) => p.conversation === conversation || p.conversation === null)
    return here.filter((p) => p.session === session && p.n === n)
  }

  put(item: Pending): void {
    this.#items.set(item.key, item)
    this.#moved()
  }

  drop(key: string): void {
    if (this.#items.delete(key)) this.#moved()
  }

  clear(): void {
    this.#items.clear()
    this.#shelf?.clear()
    this.#changed()
  }

  /** Lets the next link of this page, or another tab, take over what is left. */
  leave(): void {
    this.#shelf?.close()
  }

  #adopt(items: readonly Pending[]): void {
    for (const item of items) {
      const old = Date.now() - Date.parse(item.at) > tooOld
      if (!this.#items.has(item.key)) this.#items.set(item.key, old ? { ...item, failed: item.failed ?? 'network' } : item)
    }
    if (items.length) this.#moved()
  }

  #moved(): void {
    this.#shelf?.keep(this.list())
    this.#changed()
  }
}
