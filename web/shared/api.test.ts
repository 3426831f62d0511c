import { expect, test, vi } from 'vitest'
import { makeApi, nonce, Problem } from './api'

const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.fn(async (_url: string, _init: RequestInit) => new Response(body === null ? null : JSON.stringify(body), { status, headers }))

const api = (ask: unknown, token?: () => string) => makeApi({ fetch: ask as typeof fetch, token })

test('a patch names the version it was made from', async () => {
  const ask = answering(200, { ok: true })
  expect(await api(ask).patch('/merchant', { name: 'x' }, 7)).toEqual({ ok: true })
  const [url, init] = ask.mock.calls[0]!
  expect(url).toBe('/v1/merchant')
  expect(init).toMatchObject({ method: 'PATCH', credentials: 'same-origin', body: '{"name":"x"}' })
  expect(init.headers).toEqual({ 'content-type': 'application/json', 'if-match': '"7"' })
})

test('a visitor speaks by token and never by cookie', async () => {
  const ask = answering(200, {})
  await api(ask, () => 'secret').get('/visitor/conversations', { query: { limit: 3, cursor: undefined } })
  const [url, init] = ask.mock.calls[0]!
  expect(url).toBe('/v1/visitor/conversations?limit=3')
  expect(init).toMatchObject({ credentials: 'omit', headers: { authorization: 'Bearer secret' } })
})

test('a refusal is a problem with its code', async () => {
  const body = { type: '/problems/invalid', title: 'Invalid', status: 422, code: 'invalid', detail: 'No.', pointer: '/name', rule: 'minLength' }
  const why = await api(answering(422, body)).post('/merchants', {}).catch((e: unknown) => e)
  expect(why).toBeInstanceOf(Problem)
  expect(why).toMatchObject({ status: 422, code: 'invalid', message: 'No.', pointer: '/name', rule: 'minLength' })
})

test('what is no problem document still is a problem', async () => {
  const page = async (): Promise<Response> => new Response('<h1>Bad gateway</h1>', { status: 502 })
  expect(await api(page).get('/session').catch((e: unknown) => e)).toMatchObject({ status: 502, code: 'internal' })
  const busy = answering(429, { code: 'busy' }, { 'retry-after': '4' })
  expect(await api(busy).get('/session').catch((e: unknown) => e)).toMatchObject({ code: 'busy', retryAfter: 4 })
  const down = async (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'))
  expect(await api(down).get('/session').catch((e: unknown) => e)).toMatchObject({ status: 0, code: 'network' })
})

test('nothing is nothing', async () => {
  expect(await api(answering(204, null)).del('/session')).toBeUndefined()
})

test('a nonce fits a ref and an idempotency key', () => {
  for (let i = 0; i < 50; i += 1) expect(nonce()).toMatch(/^[A-Za-z0-9_-]{22}$/)
})
