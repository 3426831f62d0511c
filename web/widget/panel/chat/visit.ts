/** Who we are to the desk: a grant of the page becomes a visitor's token, renewed when it ages. */
import { type Api, makeApi, Problem } from '../../../shared/api'
import type { SocketTicket, VisitorSession } from '../../../shared/wire'
import type { Boot, Kept } from '../../bridge'
import type { Host } from './host'

export class Visit {
  session: VisitorSession | null = null
  boot: Boot | null = null
  kept: Kept = {}
  private readonly api: Api
  private renewing: Promise<VisitorSession> | null = null

  constructor(private readonly host: Host) {
    this.api = makeApi({ token: () => this.session?.token })
  }

  /** Asks the page for a grant and trades it in; at most one such round runs at a time. */
  enter(): Promise<VisitorSession> {
    this.renewing ??= this.trade().finally(() => (this.renewing = null))
    return this.renewing
  }

  keep(more: Partial<Kept>): void {
    this.kept = { ...this.kept, ...more }
    this.host.send({ t: 'keep', kept: this.kept })
  }

  leave(): void {
    this.session = null
    this.kept = {}
  }

  ticket = (): Promise<SocketTicket> => this.call(() => this.api.post<SocketTicket>('/socket-tickets', {}))

  /** Calls as the visitor; an aged token is renewed once. */
  async call<T>(ask: (api: Api) => Promise<T>): Promise<T> {
    try {
      return await ask(this.api)
    } catch (why) {
      if (!(why instanceof Problem) || why.status !== 401) throw why
      await this.enter()
      return ask(this.api)
    }
  }

  private async trade(): Promise<VisitorSession> {
    const boot = await this.host.boot()
    this.boot = boot
    this.kept = boot.kept
    if (!boot.config) throw new Problem(boot.failure ?? { status: 0, code: 'network' })
    this.session = await this.register(boot, this.session?.token ?? boot.kept.token)
    this.keep({ token: this.session.token })
    return this.session
  }

  /** A token that can no longer be renewed is let go: better a new visitor than a closed door. */
  private async register(boot: Boot, token: string | undefined): Promise<VisitorSession> {
    const locale = /^zh/i.test(boot.lang) ? 'zh' : 'en'
    const body = { key: boot.key, grant: boot.config?.grant, locale, ...(token && { token }) }
    try {
      return await makeApi().post<VisitorSession>('/visitors', body)
    } catch (why) {
      if (!token || !(why instanceof Problem) || why.status !== 401) throw why
      this.kept = { ...this.kept, live: false, seen: undefined }
      return this.register(boot, undefined)
    }
  }
}
