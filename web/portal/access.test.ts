import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Access, tokenIn } from './access'

const ticket = { id: 't1', number: 12, title: 'A lamp', status: 'open', history: [] }
const asked: [string, RequestInit][] = []

function desk(status: number, body: unknown): void {
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push([url, init])
    return new Response(JSON.stringify(body), { status })
  })
}

beforeEach(() => {
  asked.length = 0
  sessionStorage.clear()
  location.hash = ''
})
afterEach(() => vi.unstubAllGlobals())

test('the token is what stands behind token=', () => {
  expect(tokenIn('#/ticket?token=aB-_9')).toBe('aB-_9')
  expect(tokenIn('#token=x1')).toBe('x1')
  expect(tokenIn('#/ticket')).toBe('')
  expect(tokenIn('')).toBe('')
})

test('coming with a link spends nothing', () => {
  desk(200, {})
  location.hash = '#/ticket?token=abc'
  expect(new Access().begin()).toEqual({ is: 'sealed' })
  expect(asked).toEqual([])
})

test('opening spends the token, and a reload shows the request by its grant', async () => {
  location.hash = '#/ticket?token=abc'
  desk(200, { grant: 'g1', ticket })
  expect(await new Access().open()).toEqual({ is: 'open', request: ticket })
  expect(asked[0]![0]).toBe('/v1/ticket-links/open')
  expect(asked[0]![1].body).toBe('{"token":"abc"}')
  expect(location.hash).toBe('')

  const again = new Access()
  expect(again.begin()).toEqual({ is: 'opening' })
  desk(200, ticket)
  expect(await again.open()).toEqual({ is: 'open', request: ticket })
  expect(asked[1]![0]).toBe('/v1/ticket-links/ticket')
  expect(asked[1]![1]).toMatchObject({ credentials: 'omit', headers: { authorization: 'Bearer g1' } })
})

test('a link whose answer was lost is asked for again with the same key, over a reload too', async () => {
  const keys = (): unknown[] => asked.map(([, init]) => (init.headers as Record<string, string>)['idempotency-key'])
  location.hash = '#/ticket?token=abc'
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push([url, init])
    throw new TypeError('the answer was lost')
  })
  const access = new Access()
  expect(await access.open()).toEqual({ is: 'failed', code: 'network' })
  await access.open()
  desk(200, { grant: 'g1', ticket })
  expect(await new Access().open()).toEqual({ is: 'open', request: ticket })
  expect(keys()[0]).toMatch(/^[\w-]{22}$/)
  expect(new Set(keys()).size).toBe(1)

  location.hash = '#/ticket?token=other'
  await new Access().open()
  expect(new Set(keys()).size).toBe(2)
})

test('a used link, an ended hour and a fault are told apart', async () => {
  location.hash = '#/ticket?token=abc'
  desk(410, { code: 'gone' })
  expect(await new Access().open()).toEqual({ is: 'spent' })
  desk(503, { code: 'internal' })
  expect(await new Access().open()).toEqual({ is: 'failed', code: 'internal' })
  sessionStorage.setItem('desk:request', 'old')
  location.hash = ''
  desk(401, { code: 'unauthenticated' })
  expect(await new Access().open()).toEqual({ is: 'over' })
})

test('without a link or a grant there is nothing to open', () => {
  expect(new Access().begin()).toEqual({ is: 'spent' })
})

test('a new link counts more than what an older one opened', () => {
  sessionStorage.setItem('desk:request', 'g0')
  location.hash = '#/ticket?token=new'
  expect(new Access().begin()).toEqual({ is: 'sealed' })
})
