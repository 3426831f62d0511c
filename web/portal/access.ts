/** What a mailed link opens: its token is spent once, for a grant that lasts an hour in this tab. */
import { type Api, makeApi, nonce, Problem } from '../shared/api'
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
/** The link that this tab is opening, and the key that it asks with: the answer may be lost on its way. */
const attempt = 'desk:opening'
const dead = new Set(['gone', 'not_found', 'invalid', 'malformed', 'forbidden'])

/** The token stands behind the #, which no browser sends to any server. */
export const tokenIn = (hash: string): string => /[#?&]token=([\w-]+)/.exec(hash)?.[1] ?? ''

export class Access {
  private grant = recall(place)
  private asking = recall(attempt)
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
    const { grant, ticket } = await this.api.post<Opened>('/ticket-links/open', { token }, { key: this.keyFor(token) })
    this.grant = grant
    remember(place, grant)
    remember(attempt, '')
    history.replaceState(null, '', location.pathname)
    return ticket
  }

  /** The same for every try at one link, over a reload too. */
  private keyFor(token: string): string {
    const [link, key] = this.asking.split(' ')
    if (link === token && key) return key
    const fresh = nonce()
    this.asking = `${token} ${fresh}`
    remember(attempt, this.asking)
    return fresh
  }
}

function recall(name: string): string {
  try {
    return sessionStorage.getItem(name) ?? ''
  } catch {
    return ''
  }
}

function remember(name: string, what: string): void {
  try {
    sessionStorage.setItem(name, what)
  } catch {
    // Storage is forbidden here: the page works until it is left.
  }
}
