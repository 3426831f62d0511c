import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Pending } from '../../shared/link/outbox'
import { FakeLocks } from '../../shared/testing/fake-locks'
import type { ToHost } from '../bridge'
import { makeWidget, type Widget } from './loader'

const desk = 'https://desk.example'
const config = { grant: 'g', merchant: { name: 'Shop' }, branding: { accent: '#ffd400' }, greeting: { zh: '', en: '' }, locale: 'en' }
let widget: Widget
let sent: unknown[][]

const root = (): ShadowRoot => document.body.lastElementChild!.shadowRoot!
const button = (): HTMLButtonElement => root().querySelector('button')!
const frame = (): HTMLIFrameElement | null => root().querySelector('iframe')

/** What the panel says, as if from its own window and, unless told otherwise, its own origin. */
async function panel(message: ToHost, origin = desk): Promise<void> {
  const post = (...args: unknown[]): void => void sent.push(args)
  const source = { postMessage: post }
  Object.defineProperty(frame()!, 'contentWindow', { value: source, configurable: true })
  const event = new MessageEvent('message', { data: message, origin })
  Object.defineProperty(event, 'source', { value: source })
  window.dispatchEvent(event)
  await new Promise((done) => setTimeout(done, 5))
}

beforeEach(() => {
  sent = []
  localStorage.clear()
  sessionStorage.clear()
  Object.defineProperty(navigator, 'locks', { value: new FakeLocks(), configurable: true })
  document.body.replaceChildren()
  // The frame stays empty here: what the panel says is said for it.
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockReturnValue()
  vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify(config))))
  widget = makeWidget(desk, { key: 'wk_1', lang: 'en' } as DOMStringMap)
})
afterEach(() => widget.run('destroy'))

test('before anybody asks there is a button and no request', () => {
  expect(button().textContent).toBe('Open chat')
  expect(frame()).toBeNull()
  expect(fetch).not.toHaveBeenCalled()
})

const idle = (): Promise<void> => new Promise((done) => requestIdleCallback(() => done()))

test.each([
  ['a visitor without a talk', { token: 't' }, false],
  ['a visitor whose talk is over', { token: 't', live: false }, false],
  ['a visitor with a talk', { token: 't', live: true }, true],
])('the panel of %s is fetched unasked, when nothing else is to do: only with something to hear', async (_, kept, fetched) => {
  widget.run('destroy')
  localStorage.setItem('desk:wk_1', JSON.stringify(kept))
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run))
  widget = makeWidget(desk, { key: 'wk_1', lang: 'en' } as DOMStringMap)
  expect(frame()).toBeNull()
  await idle()
  expect(!!frame()).toBe(fetched)
})

test('the panel gets its boot by exact origin, and nobody else is answered', async () => {
  button().click()
  await panel({ t: 'ready' }, 'https://evil.example')
  expect(sent).toEqual([])
  await panel({ t: 'ready' })
  expect(fetch).toHaveBeenCalledWith(`${desk}/v1/widgets/wk_1`, { credentials: 'omit' })
  expect(sent).toMatchObject([[{ t: 'boot', key: 'wk_1', open: true, config: { grant: 'g' } }, desk]])
})

test('what the panel wants kept is there for the next page', async () => {
  button().click()
  await panel({ t: 'keep', kept: { token: 't', live: false } })
  expect(JSON.parse(localStorage.getItem('desk:wk_1')!)).toEqual({ token: 't', live: false })
  await panel({ t: 'ready' })
  widget.run('reset')
  expect(JSON.parse(localStorage.getItem('desk:wk_1')!)).toEqual({ accent: '#ffd400' })
})

test('unread answers are counted on the button, in its name too', async () => {
  const counts: unknown[] = []
  widget.run('on', 'unread', (n: unknown) => counts.push(n))
  widget.run('open')
  widget.run('close')
  await panel({ t: 'unread', n: 3 })
  expect(button().textContent).toBe('Open chat3unread')
  widget.run('lang', 'zh')
  expect(button().textContent).toBe('打开客服对话3条未读')
  expect(counts).toEqual([3])
})

test('Escape closes, and the focus is back on the button', () => {
  widget.run('open')
  expect(button().getAttribute('aria-expanded')).toBe('true')
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  expect(button().getAttribute('aria-expanded')).toBe('false')
  expect(root().activeElement).toBe(button())
})

test('an unknown command does nothing', () => {
  expect(() => widget.run('fly')).not.toThrow()
})

const waiting: Pending[] = [{ key: 'k', conversation: null, kind: 'message', text: 'hello', at: '2026-01-01T00:00:00.000Z' }]
const shelved = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith('desk:out:'))

test('what waits to be sent is there for the panel after a reload, for its visitor alone', async () => {
  button().click()
  await panel({ t: 'shelf', open: 'visitor:1' })
  await panel({ t: 'shelf', keep: waiting })
  widget.run('destroy')
  widget = makeWidget(desk, { key: 'wk_1', lang: 'en' } as DOMStringMap)
  button().click()
  await panel({ t: 'shelf', open: 'visitor:2' })
  expect(sent.at(-1)).toEqual([{ t: 'left', items: [] }, desk])
  await panel({ t: 'shelf', close: true })
  await panel({ t: 'shelf', open: 'visitor:1' })
  expect(sent.at(-1)).toEqual([{ t: 'left', items: waiting }, desk])
})

test('the next user of the page finds nothing that waits', async () => {
  button().click()
  await panel({ t: 'shelf', open: 'visitor:1' })
  await panel({ t: 'shelf', keep: waiting })
  expect(shelved()).toHaveLength(1)
  widget.run('reset')
  expect(shelved()).toEqual([])
})

test('what is being written is there after a reload, for this user of the page alone', async () => {
  button().click()
  await panel({ t: 'draft', text: 'half a' })
  widget.run('destroy')
  widget = makeWidget(desk, { key: 'wk_1', lang: 'en' } as DOMStringMap)
  button().click()
  await panel({ t: 'ready' })
  expect(sent.at(-1)).toMatchObject([{ t: 'boot', draft: 'half a' }, desk])
  widget.run('reset')
  await panel({ t: 'ready' })
  expect(sent.at(-1)).toMatchObject([{ t: 'boot', draft: '' }, desk])
})
