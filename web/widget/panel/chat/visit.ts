/** Who we are to the desk: a grant of the page becomes a visitor's token, renewed when it ages. */
import { type Api, makeApi, Problem } from '../../../shared/api'
import { Link } from '../../../shared/link'
import type { SocketTicket, VisitorSession } from '../../../shared/wire'
import type { Boot, Kept } from '../../bridge'
import type { Host } from './host'

/** Fetched while there is time: where sockets fail, it may be too late for it. */
export const slowly = (): Promise<typeof import('../../../shared/link/slow')> => import('../../../shared/link/slow')

export class Visit {
  session: VisitorSession | null = null
  kept: Kept = {}
  readonly #api: Api = makeApi({ token: () => this.session?.token })
  #unused: Boot | null = null
  #renewing: Promise<VisitorSession> | null = null

  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
  }

  /** What the page knows before anybody is a visitor: the merchant's looks and the grant. */
  async look(): Promise<Boot> {
    const boot = await this.#host.boot()
    this.kept = boot.kept
    this.#unused = boot
    return boot
  }

  /** Trades the grant in; at most one such round runs at a time. */
  enter(): Promise<VisitorSession> {
    this.#renewing ??= this.#trade().finally(() => (this.#renewing = null))
    return this.#renewing
  }

  /** A line to the desk, as this visitor. */
  line = (visitor: string): Link =>
    new Link({
      ticket: this.ticket,
      call: this.call,
      slowly,
      shelf: this.#host.shelf,
      scope: `visitor:${visitor}`,
      author: () => ({ kind: 'customer', id: visitor }),
    })

  keep(more: Partial<Kept>): void {
    this.kept = { ...this.kept, ...more }
    this.#host.send({ t: 'keep', kept: this.kept })
  }

  leave(): void {
    this.session = null
    this.#unused = null
    this.kept = {}
  }

  ticket = (): Promise<SocketTicket> => this.call((api) => api.post('/socket-tickets', {}))

  /** Calls as the visitor; an aged token is renewed once. */
  call = async <T>(ask: (api: Api) => Promise<T>): Promise<T> => {
    try {
      return await ask(this.#api)
    } catch (why) {
      if (!(why instanceof Problem) || why.status !== 401) throw why
      await this.enter()
      return ask(this.#api)
    }
  }

  async #trade(): Promise<VisitorSession> {
    const { key, lang, config, failure } = this.#unused ?? (await this.look())
    this.#unused = null
    if (!config) throw new Problem(failure ?? { status: 0, code: 'network' })
    const token = this.session?.token ?? this.kept.token
    const locale = /^zh/i.test(lang) ? 'zh' : 'en'
    const body = { key, grant: config.grant, locale, ...(token && { token }) }
    this.session = await this.#api.post<VisitorSession>('/visitors', body)
    this.keep({ token: this.session.token })
    return this.session
  }
}
