/** The visitor's conversation: joins page, desk and what is shown. */
import { type Api, Problem } from '../../../shared/api'
import { type Lang, pickLang } from '../../../shared/i18n'
import { Link, type LinkState } from '../../../shared/link'
import type { Attached, Message, MessagePage, Option, Quote, VisitorConversation } from '../../../shared/wire'
import type { Boot, ToPanel } from '../../bridge'
import { dress } from './dress'
import type { Host } from './host'
import { Store } from './store'
import { blank, type Page, unread, type View, withMessages } from './view'
import { Visit } from './visit'

const bannerAfter = 2_000
const typingFades = 8_000
const newest = 30

/** Fetched while there is time: where sockets fail, it may be too late for it. */
const slowly = (): Promise<typeof import('../../../shared/link/slow')> => import('../../../shared/link/slow')

const lineOf = (state: LinkState | undefined): View['line'] =>
  state === 'live' ? 'fine' : state === 'slow' || state === 'offline' ? state : 'reconnecting'

export class Chat {
  readonly store = new Store({ ...blank, lang: pickLang(...navigator.languages) })
  /** What the field holds when it is shown. */
  draft = ''
  readonly #visit: Visit
  #link: Link | null = null
  #connecting: Promise<void> | null = null
  #late?: ReturnType<typeof setTimeout>
  #fade?: ReturnType<typeof setTimeout>

  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
    this.#visit = new Visit(host)
    host.hear((message) => this.#hear(message))
    document.addEventListener('visibilitychange', () => this.#markSeen())
    this.store.listen(() => this.#tell())
  }

  /** Looks first; only an open panel, or a conversation that is not over, connects. */
  start = async (): Promise<void> => {
    this.store.set({ phase: 'loading' })
    await this.#orFail(async () => {
      const boot = await this.#visit.look()
      this.#show(boot)
      if (boot.failure) this.#fail(boot.failure.code)
      else if (this.store.view.open || boot.kept.live) await this.#connect()
    })
  }

  /** False where so much waits already that nothing more is taken. */
  say(text: string, files?: Attached[]): boolean {
    if (!this.#link || this.#link.full) return false
    const { conversation, quote } = this.store.view
    this.#link.say(conversation?.id ?? null, text, 'message', { quote: quote ?? undefined, files })
    this.about(null)
    return true
  }

  choose(option: Option): void {
    const { conversation } = this.store.view
    if (conversation) this.#link?.choose(conversation.id, option)
  }

  /** Turns to a message, or to none; `quote` is answered with what is said next. */
  about = (about: Message | null, quote: Quote | null = null): void => this.store.set({ about, quote })
  amendable = (message: Message): boolean => !!this.#link?.amendable(message)
  amend = async ({ conversation, seq }: Message, text?: string): Promise<void> => this.#link?.amend(conversation, seq, text)

  /** Asks for a person: by the button's own door, or with the first words of a talk. */
  person = async (wish: string): Promise<void> => {
    const { conversation } = this.store.view
    if (!conversation) return void this.say(wish)
    this.know(await this.call((api) => api.post(`/visitor/conversations/${conversation.id}/handover`, {})))
  }

  /** Calls the desk as this visitor. */
  call = <T>(ask: (api: Api) => Promise<T>): Promise<T> => this.#visit.call(ask)

  go = (page: Page): void => {
    this.store.set({ page })
    this.#markSeen()
  }

  retry = (key: string): void => this.#link?.retry(key)
  discard = (key: string): void => this.#link?.discard(key)
  close = (): void => this.#host.send({ t: 'close' })

  /** What is being written is kept by the page: a frame's own storage may be refused. */
  write = (text: string): void => this.#host.send({ t: 'draft', text: (this.draft = text) })

  typing(on: boolean): void {
    const { conversation } = this.store.view
    if (conversation) this.#link?.typing(conversation.id, on)
  }

  speak(lang: Lang): void {
    this.store.set({ lang })
    this.#visit.keep({ lang })
    this.#host.send({ t: 'lang', lang })
  }

  earlier = async (): Promise<void> => {
    const { messages, earlier } = this.store.view
    const first = messages[0]
    if (!first || first.seq <= 1 || earlier === 'loading') return
    this.store.set({ earlier: 'loading' })
    try {
      const query = { before: first.seq, limit: newest }
      const path = `/conversations/${first.conversation}/messages`
      const page = await this.#visit.call((api) => api.get<MessagePage>(path, { query }))
      const { threads, messages: all } = withMessages(this.store.view, page.items)
      this.store.set({ threads, messages: all, earlier: 'idle' })
    } catch (why) {
      if (!(why instanceof Problem)) throw why
      this.store.set({ earlier: 'failed' })
    }
  }

  #show({ config, lang, theme, open, draft }: Boot): void {
    this.draft = draft
    dress(config?.branding.accent, theme)
    const { name, greeting } = this.store.view
    this.store.set({
      name: config?.merchant.name ?? name,
      greeting: config?.greeting ?? greeting,
      lang: pickLang(lang, config?.locale),
      open: open || this.store.view.open,
    })
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#enter().finally(() => (this.#connecting = null))
    return this.#connecting
  }

  async #enter(): Promise<void> {
    if (this.#link) return
    const { visitor, conversation, bot = null } = await this.#visit.enter()
    const link = new Link({
      ticket: this.#visit.ticket,
      call: this.call,
      slowly,
      shelf: this.#host.shelf,
      scope: `visitor:${visitor}`,
      author: () => ({ kind: 'customer', id: visitor }),
    })
    this.#link = link
    this.#follow(link)
    this.store.set({ phase: 'ready', bot, synced: !conversation })
    await link.start()
    ;(window.requestIdleCallback ?? setTimeout)(() => void slowly().catch(() => undefined))
  }

  #follow(link: Link): void {
    link.on('state', (state) => this.#lineIs(state))
    link.on('outbox', (pending) => {
      this.store.set({ pending })
      // What waits must go out from the next page too, opened or not.
      if (pending.length && !this.#visit.kept.live) this.#visit.keep({ live: true })
    })
    link.on('denied', (problem) => this.#fail(problem.code))
    link.on('refused', () => this.store.set({ synced: true }))
    link.on('welcome', ({ conversation }) => (conversation ? this.#join(conversation) : this.store.set({ synced: true })))
    link.on('conversation', (state) => 'assignee_name' in state && this.know(state))
    link.on('history', ({ state, more }) => {
      if ('assignee_name' in state) this.know(state)
      if (!more) this.store.set({ synced: true })
    })
    link.on('message', (message) => {
      const ours = 'author' in message && message.author.kind === 'customer'
      this.store.set({ ...withMessages(this.store.view, [message]), ...(!ours && { typing: null }) })
      this.#markSeen()
      if (!ours && message.kind === 'message') this.#host.send({ t: 'event', name: 'message' })
    })
    link.on('typing', ({ who, on }) => {
      clearTimeout(this.#fade)
      this.store.set({ typing: on && who.kind !== 'customer' ? { name: who.name } : null })
      this.#fade = setTimeout(() => this.store.set({ typing: null }), typingFades)
    })
    link.on('seen', ({ by, seq, conversation: id }) => {
      const { conversation } = this.store.view
      if (conversation?.id !== id) return
      const seen = { ...conversation.seen, [by]: Math.max(conversation.seen[by], seq) }
      this.store.set({ conversation: { ...conversation, seen } })
    })
  }

  #join(conversation: VisitorConversation): void {
    const { threads } = this.store.view
    const known = threads.includes(conversation.id)
    this.store.set({ conversation, synced: known, threads: known ? threads : [...threads, conversation.id] })
    this.#link?.watch(conversation.id, Math.max(0, conversation.seq - newest))
  }

  know(state: VisitorConversation): void {
    const { conversation } = this.store.view
    if (conversation && conversation.id !== state.id) return
    this.store.set({ conversation: state })
    const live = state.status !== 'resolved' || state.seq > state.seen.customer
    if (live !== !!this.#visit.kept.live) this.#visit.keep({ live })
    this.#markSeen()
  }

  /** What stands on an open, visible panel is read. */
  #markSeen(): void {
    const { conversation, open, live, page } = this.store.view
    if (!conversation || !open || !live || page.at !== 'chat' || document.hidden) return
    const { id, seq, seen } = conversation
    const fresh = seq > seen.customer
    // Later ones come under the reader's eyes; and who has seen nothing begins just now.
    if (!this.store.view.mark) this.store.set({ mark: (fresh && seen.customer) || Infinity })
    if (!fresh) return
    this.#link?.seen(id, seq)
    this.store.set({ conversation: { ...conversation, seen: { ...seen, customer: seq } } })
  }

  /** A short loss of the line is nobody's business; a longer one gets a banner. */
  #lineIs(state: LinkState): void {
    const live = state === 'live'
    const told = live || state === 'slow' || this.store.view.line !== 'fine'
    this.store.set({ live, ...(told && { line: lineOf(state) }) })
    if (live || state === 'closed') clearTimeout(this.#late)
    if (live || state === 'closed') this.#late = undefined
    else this.#late ??= setTimeout(() => this.#lineIsLate(), bannerAfter)
    this.#markSeen()
  }

  #lineIsLate(): void {
    this.#late = undefined
    if (!this.store.view.live) this.store.set({ line: lineOf(this.#link?.state) })
  }

  #hear(message: ToPanel): void {
    if (message.t === 'open') this.#opened()
    if (message.t === 'close') this.store.set({ open: false, mark: 0 })
    if (message.t === 'lang') this.store.set({ lang: pickLang(message.lang) })
    if (message.t === 'theme') dress(undefined, message.theme)
    if (message.t === 'reset') this.#reset()
  }

  #opened(): void {
    this.store.set({ open: true })
    this.#markSeen()
    if (!this.#link && this.store.view.name) void this.#orFail(() => this.#connect())
  }

  /** Somebody else sits here now: nothing of the last visitor stays. */
  #reset(): void {
    this.#link?.forget()
    this.#link = null
    this.draft = ''
    this.#visit.leave()
    const { lang, open } = this.store.view
    this.store.set({ ...blank, lang, open })
    void this.start()
  }

  #told = 0
  #tell(): void {
    const n = this.store.view.open ? 0 : unread(this.store.view)
    if (n !== this.#told) this.#host.send({ t: 'unread', n: (this.#told = n) })
  }

  async #orFail(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (why) {
      if (!(why instanceof Problem)) throw why
      this.#fail(why.code)
    }
  }

  #fail(code: string): void {
    this.#link?.stop()
    this.#link = null
    this.store.set({ phase: 'failed', problem: code })
    this.#host.send({ t: 'event', name: 'error', detail: { code } })
  }
}
