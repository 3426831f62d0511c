import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Api, Problem } from '../../../shared/api'
import type { Chat } from '../chat/chat'
import { blank, type View } from '../chat/view'
import { Transcript } from './transcript'

const post = vi.fn(async (_path: string, _body: unknown): Promise<unknown> => ({}))
const get = vi.fn(async (_path: string, _options: unknown): Promise<unknown> => 'what was said')
const chat = { call: <T,>(ask: (api: Api) => Promise<T>) => ask({ get, post } as unknown as Api) } as unknown as Chat
const conversation = { id: 'c1', seq: 9, status: 'queued' as const, seen: { customer: 9, agent: 9 }, assignee_name: null }
const view: View = { ...blank, phase: 'ready', conversation }
const path = '/conversations/c1/transcript'
const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone
let place: HTMLElement

const show = (): Promise<void> => act(() => render(<Transcript view={view} chat={chat} />, place))
const submit = (email: string): Promise<void> =>
  act(async () => {
    place.querySelector<HTMLInputElement>('[name=to]')!.value = email
    place.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  })
const told = (): string => place.querySelector('[role=status]')?.textContent ?? ''

beforeEach(() => {
  post.mockReset().mockResolvedValue({})
  place = document.createElement('div')
  document.body.replaceChildren(place)
})

test('what was said is saved as a file of its own words', async () => {
  const saved: Blob[] = []
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => (saved.push(blob as Blob), 'blob:x'))
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  await show()
  await act(async () => place.querySelector('button')!.click())
  expect(get).toHaveBeenCalledExactlyOnceWith(path, { query: { locale: 'en', time_zone }, plain: true })
  expect(await saved[0]!.text()).toBe('what was said')
  expect(click).toHaveBeenCalledOnce()
})

test('it goes to the address that is given, else to the one that is known', async () => {
  await show()
  await submit(' ann@example.com ')
  expect(post).toHaveBeenLastCalledWith(path, { locale: 'en', time_zone, email: 'ann@example.com' })
  expect(told()).toBe('It is on its way.')
  await submit('')
  expect(post).toHaveBeenLastCalledWith(path, { locale: 'en', time_zone, email: undefined })
})

test('where none is known and none given, one is asked for', async () => {
  post.mockRejectedValue(new Problem({ status: 422, code: 'invalid', pointer: '/email' }))
  await show()
  await submit('')
  expect(told()).toContain('name@example.com')
})

test('before anything was said there is nothing to take away', async () => {
  await act(() => render(<Transcript view={{ ...view, conversation: null }} chat={chat} />, place))
  expect(place.textContent).toBe('')
})
