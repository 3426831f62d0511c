import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sample } from './sample'
import { Host } from './source'

const shop = 'https://shop.example'
let said: unknown[][]
let around: Window

function tell(data: unknown, source: unknown = around, origin = shop): void {
  const event = new MessageEvent('message', { data, origin })
  Object.defineProperty(event, 'source', { value: source })
  window.dispatchEvent(event)
}

beforeEach(() => {
  said = []
  around = { postMessage: (...args: unknown[]) => void said.push(args) } as unknown as Window
})
afterEach(() => vi.useRealTimers())

test('A6: the form is taken from the page around us and from no other window', async () => {
  const host = new Host(around)
  const form = host.read()
  expect(said).toEqual([[{ t: 'ready' }, '*']])
  tell({ t: 'form', form: { ...sample, token: 'evil' } }, window, 'https://evil.example')
  tell(null)
  tell({ t: 'other' })
  tell({ t: 'form', form: sample, lang: 'zh', theme: 'dark' })
  expect(await form).toEqual(sample)
  expect([host.origin, host.wishes]).toEqual([shop, { lang: 'zh', theme: 'dark' }])
})

test('how high we are is told to the page that has shown us, and to nobody before', async () => {
  const host = new Host(around)
  host.size(300)
  const form = host.read()
  tell({ t: 'form', form: sample })
  await form
  host.size(400)
  expect(said.slice(1)).toEqual([[{ t: 'size', height: 400 }, shop]])
})

test('a page that the desk does not let is told so, and one that says nothing ends', async () => {
  const refused = new Host(around).read()
  tell({ t: 'form', failure: { status: 403, code: 'forbidden' } })
  await expect(refused).rejects.toMatchObject({ code: 'forbidden' })

  vi.useFakeTimers()
  const silent = new Host(around).read()
  const ended = expect(silent).rejects.toMatchObject({ code: 'timeout' })
  await vi.runAllTimersAsync()
  await ended
})
