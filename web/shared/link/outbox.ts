/** Messages on their way. They survive a reload in local storage, else they live in memory. */
import { nonce } from '../api'
import type { Attached, Quote } from '../wire'

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

const prefix = 'desk:out'

export class Outbox {
  private readonly items = new Map<string, Pending>()
  private readonly owner = nonce()
  private release = (): void => undefined

  constructor(
    private readonly scope: string,
    private readonly storage: Storage | null,
    private readonly changed: () => void,
  ) {}

  /** Takes over what tabs that are gone have left behind, oldest first. */
  async load(): Promise<void> {
    const storage = this.storage
    if (!storage) return
    const living = await this.holdAlive(`${prefix}:${this.owner}`)
    const start = `${prefix}:${this.scope}:`
    await alone(`${prefix}:${this.scope}`, () => {
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
      for (const key of keys.filter((k) => k.startsWith(start))) this.adopt(key, storage, living)
    })
    if (this.items.size) this.changed()
  }

  list(conversation?: string | null): Pending[] {
    const all = [...this.items.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    return conversation === undefined ? all : all.filter((p) => p.conversation === conversation)
  }

  next(conversation: string | null): Pending | undefined {
    return this.list(conversation).find((p) => !p.failed)
  }

  find(key: string): Pending | undefined {
    return this.items.get(key)
  }

  sent(session: string, n: number, conversation: string): Pending | undefined {
    const same = (p: Pending): boolean => p.conversation === conversation || p.conversation === null
    return this.list().find((p) => p.session === session && p.n === n && same(p))
  }

  put(item: Pending): void {
    this.items.set(item.key, item)
    attempt(() => this.storage?.setItem(this.place(item.key), JSON.stringify({ ...item, owner: this.owner })))
    this.changed()
  }

  drop(key: string): void {
    this.items.delete(key)
    attempt(() => this.storage?.removeItem(this.place(key)))
    this.changed()
  }

  clear(): void {
    for (const key of [...this.items.keys()]) this.drop(key)
  }

  /** Lets the next link of this page, or another tab, take over what is left. */
  leave(): void {
    this.release()
  }

  private place(key: string): string {
    return `${prefix}:${this.scope}:${key}`
  }

  /** Holds a lock named after us until we leave, and names all other holders. */
  private async holdAlive(name: string): Promise<ReadonlySet<string>> {
    const locks = globalThis.navigator?.locks
    if (!locks) return new Set()
    const left = new Promise<void>((release) => (this.release = release))
    await new Promise<void>((held) => {
      void locks.request(name, () => (held(), left))
    })
    const { held = [] } = await locks.query()
    return new Set(held.map((lock) => lock.name ?? '').filter((n) => n !== name))
  }

  private adopt(place: string, storage: Storage, living: ReadonlySet<string>): void {
    const { owner, ...item } = JSON.parse(storage.getItem(place) ?? '{}') as Pending & { owner?: string }
    if (!item.key || living.has(`${prefix}:${owner}`)) return
    this.items.set(item.key, item)
    attempt(() => storage.setItem(place, JSON.stringify({ ...item, owner: this.owner })))
  }
}

/** Storage can be full or forbidden; then the message lives in memory, which is said nowhere. */
function attempt(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}

/** The browser's local storage where it may be used (partitioned frames may be refused). */
export function localStore(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

async function alone(name: string, work: () => void): Promise<void> {
  const locks = globalThis.navigator?.locks
  if (locks) await locks.request(name, work)
  else work()
}
