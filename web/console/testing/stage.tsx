/** For tests: a piece of the console in the document, before a desk that answers what one gives it. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ComponentChildren, render } from 'preact'
import { act } from 'preact/test-utils'
import { vi } from 'vitest'
import type { Role } from '../../shared/wire'
import { lang } from '../core/prefs'
import { SessionContext } from '../core/session'

export interface Asked {
  method: string
  path: string
  query?: string
  version?: string
  body?: unknown
}
type Answers = Record<string, unknown>

export interface Stage {
  cache: QueryClient
  /** What the desk was asked, in order. */
  asked: Asked[]
  show(piece: ComponentChildren, role?: Role): Promise<void>
}

/** `answers`: by "METHOD /path"; a number is a refusal of that status, a function is asked each time. */
export function stage(answers: Answers = {}): Stage {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const asked: Asked[] = []
  lang.set('en')
  render(null, document.body)
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', headers, body }: RequestInit = {}) => {
    const { pathname, search } = new URL(url, 'https://desk.example')
    const path = pathname.replace('/v1', '')
    const said = body ? (JSON.parse(String(body)) as unknown) : undefined
    asked.push({ method, path, query: search || undefined, version: new Headers(headers).get('if-match') ?? undefined, body: said })
    const known = answers[`${method} ${path}`]
    const found: unknown = typeof known === 'function' ? (known as (body: unknown) => unknown)(said) : known
    if (found === undefined || typeof found === 'number') return refusal(Number(found ?? 404))
    return found === null ? new Response(null, { status: 204 }) : Response.json(found)
  })
  const show = (piece: ComponentChildren, role: Role = 'owner'): Promise<void> =>
    act(async () => {
      const session = { person: { id: 'P1', name: 'Wang' }, role, memberships: [] } as never
      render(
        <QueryClientProvider client={cache}>
          <SessionContext.Provider value={session}>{piece}</SessionContext.Provider>
        </QueryClientProvider>,
        document.body,
      )
    })
  return { cache, asked, show }
}

const codes: Readonly<Record<number, string>> = { 404: 'not_found', 412: 'stale' }

const refusal = (status: number): Response =>
  Response.json({ type: '', title: '', status, code: codes[status] ?? 'internal', detail: '' }, { status })

export const asksOf = (asked: readonly Asked[], method: string): Asked[] => asked.filter((each) => each.method === method)

export const seen = (): string => document.body.textContent ?? ''

export const button = (name: string): HTMLButtonElement | undefined =>
  [...document.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent)?.trim() === name)

export async function press(name: string): Promise<void> {
  const found = button(name)
  if (!found) throw new Error(`no button ${name} in: ${seen()}`)
  await act(async () => found.click())
  await act(async () => void (await new Promise((done) => setTimeout(done, 5))))
}

export const write = (field: HTMLInputElement, text: string): Promise<void> =>
  act(async () => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })

export const submit = (form: string): Promise<void> =>
  act(async () => void document.querySelector(form)?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))

/** Until what was asked has been answered and drawn. */
export const settled = (holds: () => boolean): Promise<unknown> =>
  vi.waitFor(async () => {
    await act(async () => undefined)
    if (!holds()) throw new Error(seen())
  })
