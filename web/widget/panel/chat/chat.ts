/** The visitor's conversation: joins page, desk and what is shown. */
import { type Api, Problem } from '../../../shared/api'
import { type Lang, pickLang } from '../../../shared/i18n'
import type { Attached, Message, Option, Quote, VisitorConversation } from '../../../shared/wire'
import type { Boot, ToPanel } from '../../bridge'
import { dress } from './dress'
import { readEarlier } from './earlier'
import type { Host } from './host'
import { Store } from './store'
import { Talk } from './talk'
import { blank, type Page } from './view'
import { slowly, Visit } from './visit'

export class Chat {
  readonly store = new Store({ ...blank, lang: pickLang(...navigator.languages) })
  /** What the field holds when it is shown. */
  draft = ''
  readonly #host: Host
  readonly #visit: Visit
  readonly #talk: Talk
  #connecting: Promise<void> | null = null

  constructor(host: Host) {
    this.#host = host
    this.#visit = new Visit(host)
    this.#talk = new Talk(this.store, this.#visit, host)
    host.hear((message) => this.#hear(message))
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
    const { link } = this.#talk
    if (!link || link.full) return false
    const { conversation, quote } = this.store.view
    link.say(conversation?.id ?? null, text, 'message', { quote: quote ?? undefined, files })
    this.about(null)
    return true
  }

  choose(option: Option): void {
    const { conversation } = this.store.view
    if (conversation) this.#talk.link?.choose(conversation.id, option)
  }

  /** Turns to a message, or to none; `quote` is answered with what is said next. */
  about = (about: Message | null, quote: Quote | null = null): void => this.store.set({ about, quote })
  amendable = (message: Message): boolean => !!this.#talk.link?.amendable(message)
  amend = async (message: Message, text?: string): Promise<void> => this.#talk.link?.amend(message, text)

  /** Asks for a person: by the button's own door, or with the first words of a talk. */
  person = async (wish: string): Promise<void> => {
    const { conversation } = this.store.view
    if (!conversation) return void this.say(wish)
    this.know(await this.call((api) => api.post(`/visitor/conversations/${conversation.id}/handover`, {})))
  }

  know = (state: VisitorConversation): void => this.#talk.know(state)

  /** Calls the desk as this visitor. */
  call = <T>(ask: (api: Api) => Promise<T>): Promise<T> => this.#visit.call(ask)

  go = (page: Page): void => {
    this.store.set({ page })
    this.#talk.read()
  }

  retry = (key: string): void => this.#talk.link?.retry(key)
  discard = (key: string): void => this.#talk.link?.discard(key)
  close = (): void => this.#host.send({ t: 'close' })
  earlier = (): Promise<void> => readEarlier(this.store, this.call)

  /** What is being written is kept by the page: a frame's own storage may be refused. */
  write = (text: string): void => this.#host.send({ t: 'draft', text: (this.draft = text) })

  typing(on: boolean): void {
    const { conversation } = this.store.view
    if (conversation) this.#talk.link?.typing(conversation.id, on)
  }

  speak(lang: Lang): void {
    this.store.set({ lang })
    this.#visit.keep({ lang })
    this.#host.send({ t: 'lang', lang })
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
    if (this.#talk.link) return
    const { visitor, conversation, bot = null } = await this.#visit.enter()
    const link = this.#visit.line(visitor)
    link.on('denied', (problem) => this.#fail(problem.code))
    this.#talk.follow(link)
    this.store.set({ phase: 'ready', bot, synced: !conversation })
    await link.start()
    ;(window.requestIdleCallback ?? setTimeout)(() => void slowly().catch(() => undefined))
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
    this.#talk.read()
    if (!this.#talk.link && this.store.view.name) void this.#orFail(() => this.#connect())
  }

  /** Somebody else sits here now: nothing of the last visitor stays. */
  #reset(): void {
    this.#talk.link?.forget()
    this.#talk.link = null
    this.draft = ''
    this.#visit.leave()
    const { lang, open } = this.store.view
    this.store.set({ ...blank, lang, open })
    void this.start()
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
    this.#talk.link?.stop()
    this.#talk.link = null
    this.store.set({ phase: 'failed', problem: code })
    this.#host.send({ t: 'event', name: 'error', detail: { code } })
  }
}
