/**
 * The slow way, fetched when sockets fail: the same questions by HTTP, and asking again and again for
 * what is new. Names and numbers are those of the socket, so that going over and back doubles nothing.
 */
import { type Api, Problem } from '../api'
import type {
  AmendedFrame, AnswerTo, EditFrame, HistoryFrame, Question, RecallFrame, RefusedFrame, SaidFrame, SayFrame, SyncFrame, WelcomeFrame,
} from '../frames'
import type { MessagePage, VisitorConversation } from '../wire'
import { Lost, Refusal, type Way } from './channel'
import { sleep } from './insist'

export type Call = <T>(ask: (api: Api) => Promise<T>) => Promise<T>

export interface SlowEvents {
  /** The first answer: it carries. */
  live(welcome: WelcomeFrame): void
  poll(): void
  /** It carries again, or no more. */
  changed(): void
}

export class SlowLine implements Way {
  up = false
  readonly #over = new AbortController()

  readonly #call: Call
  readonly #lone: () => boolean
  readonly #events: SlowEvents
  readonly #random: () => number

  constructor(
    call: Call,
    lone: () => boolean,
    events: SlowEvents,
    random: () => number,
  ) {
    this.#call = call
    this.#lone = lone
    this.#events = events
    this.#random = random
    void this.#run()
  }

  async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
    if (this.#ended) throw new Lost()
    const answer = await this.#answer(question)
    this.#is(true)
    return answer as AnswerTo<Q>
  }

  /** Typing and seen are said on a socket or not at all. */
  send(): void {}

  end(): void {
    this.#over.abort()
  }

  get #ended(): boolean {
    return this.#over.signal.aborted
  }

  async #run(): Promise<void> {
    for (; !this.#ended; await this.#pause()) {
      if (this.up) this.#events.poll()
      else await this.#meet()
    }
  }

  async #meet(): Promise<void> {
    const welcome = await this.ask({ t: 'hello', v: 1 }).catch(expected)
    if (welcome && !this.#ended) this.#events.live(welcome)
  }

  #pause(): Promise<void> {
    // A page that nobody sees can wait longer.
    return sleep((document.hidden ? 15_000 : 5_000) * (0.8 + 0.2 * this.#random()))
  }

  #is(up: boolean): void {
    if (up === this.up || this.#ended) return
    this.up = up
    this.#events.changed()
  }

  async #answer(question: Question): Promise<AnswerTo<Question>> {
    try {
      if (question.t === 'hello') return await this.#hello()
      if (question.t === 'sync') return await this.#sync(question)
      if (question.t === 'say') return await this.#say(question)
      if (question.t === 'edit' || question.t === 'recall') return await this.#amend(question)
      throw new Lost() // what can wait for a socket does
    } catch (why) {
      throw this.#refusal(question, why)
    }
  }

  async #hello(): Promise<WelcomeFrame> {
    // What a socket is told of its heart and age is nothing to us.
    return { t: 'welcome', ...(await this.#begin({})) } as WelcomeFrame
  }

  #begin(body: { conversation?: string; session?: string }): Promise<Begun> {
    return this.#post('/sending-sessions', body)
  }

  #post<T>(path: string, body: object): Promise<T> {
    return this.#call((api) => api.post<T>(path, body, { signal: this.#over.signal }))
  }

  async #sync({ conversation, after, session }: SyncFrame): Promise<HistoryFrame> {
    if (session) await this.#begin({ conversation, session })
    const path = `/conversations/${conversation}/messages`
    const options = { query: { after }, signal: this.#over.signal }
    const { items: messages, ...page } = await this.#call((api) => api.get<MessagePage>(path, options))
    return { t: 'history', conversation, after, messages, ...page }
  }

  async #say({ t: _, ref: __, conversation, ...said }: SayFrame): Promise<SaidFrame> {
    const [path, body] = this.#lone()
      ? (['/visitor/messages', { ...said, conversation }] as const)
      : ([`/conversations/${conversation}/messages`, said] as const)
    return { t: 'said', ...(await this.#post<Omit<SaidFrame, 't'>>(path, body)) }
  }

  async #amend({ t, ref: _, conversation, seq, ...body }: EditFrame | RecallFrame): Promise<AmendedFrame> {
    const path = `/conversations/${conversation}/messages/${seq}/${t}`
    return { t: 'amended', ...(await this.#post<Omit<AmendedFrame, 't'>>(path, body)) }
  }

  /** A refusal of the desk is one on every way; anything else says that this way does not carry either. */
  #refusal(question: Question, why: unknown): unknown {
    if (this.#ended) return new Lost()
    if (!(why instanceof Problem)) return why
    const { status, code, rule, retryAfter, expected: due } = why
    if (!status || status === 401 || status > 500) return (this.#is(false), new Lost())
    const frame: RefusedFrame = { t: 'refused', of: question.t, code, detail: '', rule, expected: due }
    return new Refusal({ ...frame, ...(retryAfter && { retry_ms: retryAfter * 1000 }) })
  }
}

interface Begun {
  session: string
  conversation: VisitorConversation | null
  amend_s: number
}

const expected = (why: unknown): undefined => {
  if (!(why instanceof Lost || why instanceof Refusal)) throw why
}
