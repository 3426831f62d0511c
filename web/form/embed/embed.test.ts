import { beforeEach, expect, test, vi } from 'vitest'
import { sample } from '../sample'
import type { ToHost } from '../wire'
import { embed } from './embed'

const desk = 'https://desk.example'
let frame: HTMLIFrameElement
let sent: unknown[][]

async function page(message: ToHost | null, origin = desk): Promise<void> {
  const event = new MessageEvent('message', { data: message, origin })
  Object.defineProperty(event, 'source', { value: frame.contentWindow })
  window.dispatchEvent(event)
  await new Promise((done) => setTimeout(done, 5))
}

beforeEach(() => {
  sent = []
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockReturnValue()
  vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify(sample))))
  frame = embed(desk, { key: 'k1', lang: 'zh' } as DOMStringMap)
  const source = { postMessage: (...args: unknown[]) => void sent.push(args) }
  Object.defineProperty(frame, 'contentWindow', { value: source, configurable: true })
})

test('A6: the page gets its form by exact origin, asked for under ours, and nobody else is answered', async () => {
  await page({ t: 'ready' }, 'https://evil.example')
  expect(sent).toEqual([])
  await page(null)
  await page({ t: 'ready' })
  expect(fetch).toHaveBeenCalledWith(`${desk}/v1/forms/k1`, { credentials: 'omit' })
  expect(sent).toMatchObject([[{ t: 'form', form: sample, lang: 'zh' }, desk]])
  expect(frame.title).toBe('联系表单')
})

test('a page that is not let says why in the form’s own words', async () => {
  vi.stubGlobal('fetch', async () => new Response('{"code":"forbidden"}', { status: 403 }))
  await page({ t: 'ready' })
  expect(sent).toMatchObject([[{ failure: { status: 403, code: 'forbidden' } }, desk]])
})

test.each([
  [512.3, '513px'],
  [1, '120px'],
  [1e9, '6000px'],
  [Number.NaN, '480px'],
])('the frame is as high as what is in it: %d', async (height, shown) => {
  await page({ t: 'size', height })
  expect(frame.style.height).toBe(shown)
})
