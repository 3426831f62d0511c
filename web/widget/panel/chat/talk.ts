/** What is heard of the conversation comes on the screen; how far it was read there is told back. */
import type { Link } from '../../../shared/link'
import type { VisitorConversation } from '../../../shared/wire'
import type { Host } from './host'
import { tellLine } from './line'
import type { Store } from './store'
import { newest, unread, withMessages } from './view'
import type { Visit } from './visit'

const typingFades = 8_000

export class Talk {
  /** The line to the desk, while there is one. */
  link: Link | null = null
  #fade?: ReturnType<typeof setTimeout>
  #told = 0

  readonly #store: Store
  readonly #visit: Visit
  readonly #host: Host

  constructor(store: Store, visit: Visit, host: Host) {
    this.#store = store
    this.#visit = visit
    this.#host = host
    store.listen(() => this.#tell())
    document.addEventListener('visibilitychange', this.read)
  }

  follow(link: Link): void {
    const store = this.#store
    const line = tellLine(store)
    this.link = link
    link.on('state', (state) => (line(state), this.read()))
    link.on('outbox', (pending) => {
      store.set({ pending })
      if (pending.length) this.#goesOn(true)
    })
    link.on('refused', () => store.set({ synced: true }))
    link.on('welcome', ({ conversation }) => (conversation ? this.#join(conversation) : this.#begin()))
    link.on('conversation', (state) => 'assignee_name' in state && this.know(state))
    link.on('history', ({ state, more }) => {
      if ('assignee_name' in state) this.know(state)
      if (!more) store.set({ synced: true })
    })
    link.on('message', (message) => {
      const ours = 'author' in message && message.author.kind === 'customer'
      store.set({ ...withMessages(store.view, [message]), ...(!ours && { typing: null }) })
      this.read()
      if (!ours && message.kind === 'message') this.#host.send({ t: 'event', name: 'message' })
    })
    link.on('typing', ({ who, on }) => {
      clearTimeout(this.#fade)
      store.set({ typing: on && who.kind !== 'customer' ? { name: who.name } : null })
      this.#fade = setTimeout(() => store.set({ typing: null }), typingFades)
    })
    link.on('seen', ({ by, seq, conversation: id }) => {
      const { conversation } = store.view
      if (conversation?.id !== id) return
      const seen = { ...conversation.seen, [by]: Math.max(conversation.seen[by], seq) }
      store.set({ conversation: { ...conversation, seen } })
    })
  }

  know(state: VisitorConversation): void {
    const { conversation } = this.#store.view
    if (conversation && conversation.id !== state.id) return
    this.#store.set({ conversation: state })
    this.#goesOn(state.status !== 'resolved' || state.seq > state.seen.customer)
    this.read()
  }

  /** What stands on an open, visible panel is read. */
  read = (): void => {
    const { conversation, open, live, page, mark } = this.#store.view
    if (!conversation || !open || !live || page.at !== 'chat' || document.hidden) return
    const { id, seq, seen } = conversation
    const fresh = seq > seen.customer
    // Later ones come under the reader's eyes; and who has seen nothing begins just now.
    if (!mark) this.#store.set({ mark: (fresh && seen.customer) || Infinity })
    if (!fresh) return
    this.link?.seen(id, seq)
    this.#store.set({ conversation: { ...conversation, seen: { ...seen, customer: seq } } })
  }

  /** Does the next page connect unasked? What waits must go out from there too, opened or not. */
  #goesOn(talk: boolean): void {
    const live = talk || this.#store.view.pending.length > 0
    if (live !== !!this.#visit.kept.live) this.#visit.keep({ live })
  }

  /** There is no talk yet, or that of this visitor is gone. */
  #begin(): void {
    this.#store.set({ synced: true })
    this.#goesOn(false)
  }

  #join(conversation: VisitorConversation): void {
    const { threads } = this.#store.view
    const known = threads.includes(conversation.id)
    this.#store.set({ conversation, synced: known, threads: known ? threads : [...threads, conversation.id] })
    this.link?.watch(conversation.id, Math.max(0, conversation.seq - newest))
  }

  #tell(): void {
    const n = this.#store.view.open ? 0 : unread(this.#store.view)
    if (n !== this.#told) this.#host.send({ t: 'unread', n: (this.#told = n) })
  }
}
