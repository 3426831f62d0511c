import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../../../shared/api'
import type { Status, VisitorConversation } from '../../../shared/wire'
import type { Chat } from '../chat/chat'
import { blank, type View } from '../chat/view'
import { Foot } from './foot'

const person = vi.fn(async (_wish: string): Promise<void> => undefined)
const chat = { person } as unknown as Chat
const bot = { name: 'Lumi', welcome: { zh: '您好', en: 'Hello' } }
let place: HTMLElement

const talk = (status: Status): VisitorConversation => ({ id: 'c1', seq: 1, status, seen: { customer: 1, agent: 0 }, assignee_name: null })
const see = (change: Partial<View>): Promise<void> => act(() => render(<Foot view={{ ...blank, phase: 'ready', ...change }} chat={chat} />, place))
const button = (): HTMLButtonElement | null => place.querySelector('button')
const press = (): Promise<void> => act(async () => button()!.click())

beforeEach(() => {
  person.mockReset()
  place = document.createElement('div')
  document.body.replaceChildren(place)
})

test('a person can be asked for while the bot holds the talk, or will get its first word', async () => {
  await see({ bot })
  expect(button()?.textContent).toBe('Talk to a person')
  await see({ bot, conversation: talk('bot') })
  await press()
  expect(person).toHaveBeenCalledExactlyOnceWith('I would like to talk to a person')
  await see({ bot, conversation: talk('active') })
  expect(button()).toBeNull()
  await see({ bot: null })
  expect(button()).toBeNull()
})

test('a wish that is on its way is not doubled', async () => {
  const pending = [{ key: 'k', conversation: null, kind: 'message' as const, text: 'x', at: '2026-05-01T12:00:00.000Z' }]
  await see({ bot, pending })
  expect(button()!.getAttribute('aria-disabled')).toBe('true')
  await press()
  expect(person).not.toHaveBeenCalled()
})

test('a refusal is said, and may be tried again', async () => {
  person.mockRejectedValueOnce(new Problem({ status: 429, code: 'busy' }))
  await see({ bot, conversation: talk('bot') })
  await press()
  expect(place.querySelector('[role=alert]')?.textContent).toContain('in a moment')
  await press()
  expect(place.querySelector('[role=alert]')).toBeNull()
  person.mockRejectedValueOnce(new Problem({ status: 403, code: 'forbidden', rule: 'blocked' }))
  await press()
  expect(place.querySelector('[role=alert]')?.textContent).toBe('You cannot write here any more.')
})
