import { expect, test, vi } from 'vitest'
import type { ToPanel } from '../../bridge'
import { makeHost, originIn } from './host'

const shop = 'https://shop.example'
const parent = { postMessage: vi.fn() } as unknown as Window
function say(data: unknown, origin: string, source: unknown): void {
  const event = new MessageEvent('message', { data, origin })
  Object.defineProperty(event, 'source', { value: source })
  window.dispatchEvent(event)
}

test('A6: only the window that holds us, from the origin it named, is heard', () => {
  const host = makeHost(parent, originIn(`#${encodeURIComponent(shop)}`))
  const heard: ToPanel[] = []
  host.hear((message) => heard.push(message))
  say({ t: 'open' }, 'https://evil.example', parent)
  say({ t: 'open' }, shop, window)
  expect(heard).toEqual([])
  say({ t: 'open' }, shop, parent)
  expect(heard).toEqual([{ t: 'open' }])
})

test('what we say is for that origin alone, and one question gets one boot', async () => {
  const host = makeHost(parent, shop)
  const boots = Promise.all([host.boot(), host.boot()])
  expect(parent.postMessage).toHaveBeenCalledExactlyOnceWith({ t: 'ready' }, shop)
  say({ t: 'boot', key: 'wk' }, shop, parent)
  expect(await boots).toMatchObject([{ key: 'wk' }, { key: 'wk' }])
})

test('the shelf of the page stands here as if it were ours', async () => {
  const host = makeHost(parent, shop)
  const events = { left: vi.fn(), cleared: vi.fn() }
  const shelf = host.shelf(events)
  await shelf.open('visitor:1')
  expect(parent.postMessage).toHaveBeenLastCalledWith({ t: 'shelf', open: 'visitor:1' }, shop)
  shelf.keep([])
  expect(parent.postMessage).toHaveBeenLastCalledWith({ t: 'shelf', keep: [] }, shop)
  say({ t: 'left', items: [1] }, 'https://evil.example', parent)
  expect(events.left).not.toHaveBeenCalled()
  say({ t: 'left', items: [1] }, shop, parent)
  say({ t: 'cleared' }, shop, parent)
  expect([events.left.mock.calls, events.cleared.mock.calls]).toEqual([[[[1]]], [[]]])
})

test('A6: what is no message of ours is dropped, whoever sends it, and changes nothing', () => {
  const host = makeHost(parent, shop)
  const heard: ToPanel[] = []
  host.hear((message) => heard.push(message))
  const polluting: unknown = JSON.parse('{"__proto__": {"t": "open", "polluted": true}, "constructor": {}}')
  for (const data of [null, undefined, 7, 'open', [], {}, { t: 7 }, { t: null }, polluting]) say(data, shop, parent)
  expect(heard).toEqual([])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
