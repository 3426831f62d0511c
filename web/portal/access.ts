/** What a mailed link opens: its token is spent once, for a grant that lasts an hour in this tab. */
import { type Api, makeApi, Problem } from '../shared/api'
import type { RequestDetail } from '../shared/requests'

export type Shown =
  /** Nothing is asked of the desk yet: programs that look into mails must not spend the link. */
  | { is: 'sealed' }
  | { is: 'opening' }
  | { is: 'open'; request: RequestDetail }
  /** Used already, too old, or no link at all. */
  | { is: 'spent' }
  /** The hour is over. */
  | { is: 'over' }
  | { is: 'failed'; code: string }

interface Opened {
  grant: string
  ticket: RequestDetail
}

const place = 'desk:request'
const dead = new Set(['gone', 'not_found', 'invalid', 'malformed', 'forbidden'])

/** The token stands behind the #, which no browser sends to any server. */
export const tokenIn = (hash: string): string => /[#?&]token=([\w-]+)/.exec(hash)?.[1] ?? ''

export class Access {
  private grant = recall()
  private readonly api: Api = makeApi({ token: () => this.grant })

  /** How the page begins: with a link to open, with one opened before, or with neither. */
  begin(): Shown {
    if (tokenIn(location.hash)) return { is: 'sealed' }
    return { is: this.grant ? 'opening' : 'spent' }
  }

  async open(): Promise<Shown> {
    try {
      const token = tokenIn(location.hash)
      return { is: 'open', request: await (token ? this.spend(token) : this.api.get<RequestDetail>('/ticket-links/ticket')) }
    } catch (why) {
      if (!(why instanceof Problem)) throw why
      if (why.status === 401) return { is: 'over' }
      return dead.has(why.code) ? { is: 'spent' } : { is: 'failed', code: why.code }
    }
  }

  private async spend(token: string): Promise<RequestDetail> {
    const { grant, ticket } = await this.api.post<Opened>('/ticket-links/open', { token })
    this.grant = grant
    remember(grant)
    history.replaceState(null, '', location.pathname)
    return ticket
  }
}

function recall(): string {
  try {
    return sessionStorage.getItem(place) ?? ''
  } catch {
    return ''
  }
}

function remember(grant: string): void {
  try {
    sessionStorage.setItem(place, grant)
  } catch {
    // Storage is forbidden here: the page works until it is left.
  }
}
