import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Api, Problem } from '../../../shared/api'
import type { VisitorConversation } from '../../../shared/wire'
import type { Chat } from '../chat/chat'
import { blank, type View } from '../chat/view'
import { Leave } from './leave'
import { Rating } from './rating'

const post = vi.fn(async (_path: string, _body: unknown): Promise<unknown> => ({}))
const go = vi.fn()
const chat = { go, call: <T,>(ask: (api: Api) => Promise<T>) => ask({ post } as unknown as Api) } as unknown as Chat
const talk: VisitorConversation = {
  id: 'c1',
  seq: 9,
  status: 'resolved',
  seen: { customer: 9, agent: 9 },
  assignee_name: 'Ann',
  rating: null,
  can_rate: true,
}
const view: View = { ...blank, phase: 'ready', conversation: talk }
let place: HTMLElement

const field = (name: string): HTMLInputElement => place.querySelector<HTMLInputElement>(`[name=${name}]`)!
const submit = (): Promise<void> =>
  act(async () => void place.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))
const pick = (score: number): Promise<void> => act(() => place.querySelector<HTMLElement>(`[value="${score}"]`)!.click())
const alert = (): string => place.querySelector('[role=alert]')?.textContent ?? ''

beforeEach(() => {
  post.mockReset().mockResolvedValue({})
  place = document.createElement('div')
  document.body.replaceChildren(place)
})

test('an address that is none is not sent, and the field says so', async () => {
  await act(() => render(<Leave view={view} chat={chat} />, place))
  field('email').value = 'ann at example'
  await submit()
  expect(post).not.toHaveBeenCalled()
  expect(alert()).toContain('name@example.com')
  expect(field('email').getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(field('email'))
})

test('a message is left with what was filled in, and thanked for', async () => {
  await act(() => render(<Leave view={view} chat={chat} />, place))
  field('email').value = ' ann@example.com '
  field('text').value = 'Please call.'
  await submit()
  expect(post).toHaveBeenCalledExactlyOnceWith('/visitor/leave-message', { email: 'ann@example.com', text: 'Please call.' })
  expect(place.textContent).toContain('write to ann@example.com')
})

test('what the desk refuses is said, and nothing that was written is lost', async () => {
  post.mockRejectedValue(new Problem({ status: 422, code: 'invalid', pointer: '/email' }))
  await act(() => render(<Leave view={view} chat={chat} />, place))
  field('email').value = 'ann@example.com'
  await submit()
  expect(alert()).toContain('name@example.com')
  post.mockRejectedValue(new Problem({ status: 429, code: 'busy' }))
  await submit()
  expect(alert()).toContain('in a moment')
  expect(field('email').value).toBe('ann@example.com')
})

test('who is blocked is told so wherever they write', async () => {
  post.mockRejectedValue(new Problem({ status: 403, code: 'forbidden', rule: 'blocked' }))
  await act(() => render(<Leave view={view} chat={chat} />, place))
  field('email').value = 'ann@example.com'
  await submit()
  expect(alert()).toBe('You cannot write here any more.')
  await act(() => render(<Rating view={view} chat={chat} />, place))
  await pick(1)
  await submit()
  expect(alert()).toBe('You cannot write here any more.')
})

test('a rating is chosen, sent with its words, thanked for and changed', async () => {
  await act(() => render(<Rating view={view} chat={chat} />, place))
  expect(place.querySelector('textarea')).toBeNull()
  await pick(4)
  field('text').value = ' Quick! '
  await submit()
  expect(post).toHaveBeenCalledExactlyOnceWith('/visitor/conversations/c1/rating', { score: 4, text: 'Quick!' })
  expect(place.textContent).toContain('Your rating: Good')
  await act(() => place.querySelector('button')!.click())
  expect(place.querySelector<HTMLInputElement>(':checked')?.value).toBe('4')
  await pick(5)
  await submit()
  expect(post.mock.lastCall![1]).toMatchObject({ score: 5 })
})

test('after the window the rating stands', async () => {
  const late = { ...view, conversation: { ...talk, rating: 2, can_rate: false } }
  await act(() => render(<Rating view={late} chat={chat} />, place))
  expect(place.textContent).toContain('Your rating: Bad')
  expect(place.querySelector('button')).toBeNull()
})
