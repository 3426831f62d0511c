/** What the tests of the panel share: a page around it, and a desk behind its calls and its sockets. */
import { vi } from 'vitest'
import { Problem } from '../../../shared/api'
import { theDesk, theRest } from '../../../shared/testing/bench'
import type { Kept, ToPanel } from '../../bridge'
import type { Host } from '../chat/host'

const config = { grant: 'g', merchant: { name: 'Shop' }, branding: { accent: '#0b57d0' }, greeting: { zh: '', en: '' }, locale: 'en' }
export interface HostPage extends Host {
  kept: Kept
  say(message: ToPanel): void
}

/** A page of the shop, and what it remembers of its visitor. */
export function hostPage(kept: Kept = {}): HostPage {
  let listener: (message: ToPanel) => void = () => undefined
  const page: HostPage = {
    kept,
    shelf: () => ({ open: async () => undefined, keep() {}, clear() {}, close() {} }),
    send: (message) => void (message.t === 'keep' && (page.kept = message.kept)),
    boot: async () => ({ t: 'boot', key: 'wk_1', lang: 'en', theme: 'auto', open: true, kept: page.kept, draft: '', config: config as never }),
    hear: (to) => void (listener = to),
    say: (message) => listener(message),
  }
  return page
}

/** The desk's doors as the widget's own calls find them. */
async function answered(path: string, init: RequestInit): Promise<object> {
  if (path === '/visitors') return { token: 't', visitor: 'v1', conversation: null }
  if (path === '/socket-tickets') return { url: 'wss://desk.test', ticket: 't', expires_in: 60 }
  const url = new URL(path, 'https://desk.test')
  const query = Object.fromEntries(url.searchParams)
  const body = init.body && (JSON.parse(String(init.body)) as object)
  return theRest().call((api) => (body ? api.post<object>(path, body) : api.get<object>(url.pathname, { query })))
}

const stub = async (path: string, init: RequestInit): Promise<Response> => {
  const refused = (why: unknown): Response => {
    if (!(why instanceof Problem)) throw why
    if (!why.status) throw new TypeError('no network')
    return Response.json({ code: why.code, rule: why.rule, expected: why.expected }, { status: why.status })
  }
  return answered(path.replace('/v1', ''), init).then((found) => Response.json(found), refused)
}

export function reachTheDesk(): void {
  vi.stubGlobal('fetch', vi.fn(stub))
  vi.stubGlobal('WebSocket', function () {
    return theDesk().socket()
  })
}
