import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeApi } from '../shared/api'
import { sample } from './sample'
import { type Filled, quickest, Sender } from './sender'
import { Desk } from './source'

const filled: Filled = { values: { email: 'a@b.example', message: 'Hello' }, files: [], agreed: true, website: '', lang: 'en' }
let answers: (Response | Error)[]
let posted: Record<string, unknown>[]
let shown: number

const problem = (pointer: string, rule: string): Response =>
  new Response(JSON.stringify({ status: 422, code: 'invalid', pointer, rule }), { status: 422 })
const taken = (): Response => new Response('{"accepted":true}', { status: 202 })

beforeEach(() => {
  vi.useFakeTimers()
  answers = []
  posted = []
  shown = 0
})
afterEach(() => vi.useRealTimers())

async function opened(): Promise<Sender> {
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    if (init?.method !== 'POST') return new Response(JSON.stringify({ ...sample, token: `token-${++shown}` }))
    posted.push(JSON.parse(String(init.body)) as Record<string, unknown>)
    const answer = answers.shift() ?? taken()
    if (answer instanceof Error) throw answer
    return answer
  }
  const api = makeApi({ fetch: fetch as typeof globalThis.fetch })
  const sender = new Sender(api, 'k', new Desk(api, 'k'))
  await sender.open()
  return sender
}

async function sent(sender: Sender, what = filled): Promise<unknown> {
  const outcome = sender.send(what)
  await vi.runAllTimersAsync()
  return outcome
}

test('who is quicker than the desk believes a person to be, waits for it', async () => {
  const sender = await opened()
  const outcome = sender.send(filled)
  await vi.advanceTimersByTimeAsync(quickest - 1)
  expect(posted).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(await outcome).toEqual({ is: 'sent' })
  expect(posted[0]).toMatchObject({ token: 'token-1', fields: filled.values, consent: true, locale: 'en', website: '' })
  expect(posted[0]).not.toHaveProperty('origin')
})

test('answers whose acknowledgement was lost go under the same name, changed ones under another', async () => {
  answers = [new TypeError('lost')]
  const sender = await opened()
  expect(await sent(sender)).toEqual({ is: 'failed', code: 'network' })
  answers = [new TypeError('lost')]
  await sent(sender)
  await sent(sender, { ...filled, values: { ...filled.values, message: 'Changed' } })
  const names = posted.map((each) => each.submission_id)
  expect(names[0]).toBe(names[1])
  expect(names[2]).not.toBe(names[1])
})

test('a form that stood open for too long is sent under a new token', async () => {
  answers = [problem('/token', 'token')]
  const sender = await opened()
  expect(await sent(sender)).toEqual({ is: 'sent' })
  expect(posted.map((each) => each.token)).toEqual(['token-1', 'token-2'])
  expect(posted[0]!.submission_id).toBe(posted[1]!.submission_id)
})

test('files go by their names, other ones are another submission, and lost ones are told as such', async () => {
  answers = [problem('/files/1', 'attachment')]
  const sender = await opened()
  expect(await sent(sender, { ...filled, files: ['a', 'b'] })).toEqual({ is: 'lost' })
  await sent(sender, { ...filled, files: ['c', 'd'] })
  expect(posted.map((each) => each.files)).toEqual([['a', 'b'], ['c', 'd']])
  expect(posted[0]!.submission_id).not.toBe(posted[1]!.submission_id)
})

test('a file is brought with the proof of the form, which is opened anew where it stood open for too long', async () => {
  answers = [problem('/token', 'token'), problem('/size', 'maximum')]
  const sender = await opened()
  const stop = new AbortController()
  await expect(sender.bring(new File(['x'], 'a.png'), () => undefined, stop.signal)).rejects.toMatchObject({ rule: 'maximum' })
  expect(posted).toEqual([{ token: 'token-1', size: 1 }, { token: 'token-2', size: 1 }])
})

test('a desk that takes no token is not asked for ever', async () => {
  answers = [problem('/token', 'token'), problem('/token', 'token')]
  expect(await sent(await opened())).toEqual({ is: 'failed', code: 'token' })
  expect(posted).toHaveLength(2)
})

test.each([
  [problem('/fields/email', 'email'), { is: 'wrong', wrong: { email: 'email' } }],
  [problem('/consent', 'required'), { is: 'wrong', wrong: { consent: 'required' } }],
  [new Response(JSON.stringify({ code: 'busy' }), { status: 429 }), { is: 'failed', code: 'busy' }],
  [new Response('<html>', { status: 502 }), { is: 'failed', code: 'internal' }],
])('a refusal is told at its place', async (answer, outcome) => {
  answers = [answer]
  expect(await sent(await opened())).toEqual(outcome)
})
