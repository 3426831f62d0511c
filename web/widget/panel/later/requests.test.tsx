import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Api, Problem } from '../../../shared/api'
import type { Request } from '../../../shared/requests'
import type { Chat } from '../chat/chat'
import { blank, type Page } from '../chat/view'
import { Requests } from './requests'

const request = (number: number): Request => ({
  id: `t${number}`,
  number,
  title: `Lamp ${number}`,
  status: 'open',
  created_at: '2026-05-01T12:00:00.000Z',
  updated_at: '2026-05-01T12:00:00.000Z',
})
const get = vi.fn(async (_path: string, _options?: unknown): Promise<unknown> => ({ items: [], next: null }))
const go = vi.fn()
const chat = { go, call: <T,>(ask: (api: Api) => Promise<T>) => ask({ get } as unknown as Api) } as unknown as Chat
let place: HTMLElement

const settled = (): Promise<void> => new Promise((done) => setTimeout(done))
async function at(page: Page): Promise<void> {
  await act(() => render(<Requests view={{ ...blank, phase: 'ready', page }} chat={chat} />, place))
  await act(settled)
}
async function press(name: string): Promise<void> {
  await act(() => [...place.querySelectorAll('button')].find((button) => button.textContent?.includes(name))!.click())
  await act(settled)
}

beforeEach(() => {
  get.mockReset()
  go.mockReset()
  place = document.createElement('div')
  document.body.replaceChildren(place)
})

test('who has no requests is told what they are for', async () => {
  get.mockResolvedValue({ items: [], next: null })
  await at({ at: 'requests' })
  expect(place.textContent).toContain('You have no requests.')
})

test('a list goes on where it ended, and leads to each request', async () => {
  get.mockResolvedValueOnce({ items: [request(12)], next: 'c1' }).mockResolvedValueOnce({ items: [request(9)], next: null })
  await at({ at: 'requests' })
  await press('Older requests')
  expect(get.mock.lastCall).toEqual(['/visitor/tickets', { query: { cursor: 'c1' } }])
  expect(place.querySelectorAll('li')).toHaveLength(2)
  expect(place.textContent).not.toContain('Older requests')
  await press('#9 Lamp 9')
  expect(go).toHaveBeenCalledExactlyOnceWith({ at: 'requests', number: 9 })
})

test('a request is found by the number that the talk told', async () => {
  get.mockImplementation(async (path) => (path === '/visitor/tickets/t12' ? { ...request(12), history: [] } : { items: [request(13), request(12)], next: null }))
  await at({ at: 'requests', number: 12 })
  expect(place.textContent).toContain('Lamp 12')
  await at({ at: 'requests', number: 99 })
  expect(place.textContent).toContain('not here any more')
})

test('a fault is said, and asked past', async () => {
  get.mockRejectedValueOnce(new Problem({ status: 0, code: 'network' })).mockResolvedValue({ items: [request(12)], next: null })
  await at({ at: 'requests' })
  expect(place.querySelector('[role=alert]')).not.toBeNull()
  await press('Try again')
  expect(place.textContent).toContain('Lamp 12')
})
