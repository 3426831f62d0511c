import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { Refusal } from '../../../shared/link/channel'
import type { Message } from '../../../shared/wire'
import type { Chat } from '../chat/chat'
import { blank, type View } from '../chat/view'
import { About } from './about'

const said: Message = {
  id: 'm1',
  conversation: 'c1',
  seq: 1,
  at: '2026-05-01T12:00:00.000Z',
  kind: 'message',
  author: { kind: 'customer', id: 'v1' },
  parts: [{ type: 'text', text: 'the red lamp' }],
}
const chat = { about: vi.fn(), amendable: vi.fn(() => true), amend: vi.fn(async (_m: Message, _t?: string): Promise<void> => undefined) }
let place: HTMLElement

const show = (view: Partial<View>): Promise<void> =>
  act(() => render(<About view={{ ...blank, phase: 'ready', ...view }} chat={chat as unknown as Chat} />, place))
const buttons = (): string[] => [...place.querySelectorAll('button')].map((b) => b.textContent ?? '')
const press = (name: string): Promise<void> =>
  act(async () => [...place.querySelectorAll('button')].find((b) => b.textContent === name)!.click())
const submit = (): Promise<void> =>
  act(async () => void place.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))

beforeEach(() => {
  vi.clearAllMocks()
  chat.amendable.mockReturnValue(true)
  place = document.createElement('div')
  document.body.replaceChildren(place)
})

test('our own words can be answered, reworded and taken back, by keyboard at once', async () => {
  await show({ about: said })
  expect(buttons()).toEqual(['Reply', 'Edit', 'Take back', 'Cancel'])
  expect(document.activeElement?.textContent).toBe('Reply')
})

test('what can no longer be changed can still be answered', async () => {
  chat.amendable.mockReturnValue(false)
  await show({ about: said })
  expect(buttons()).toEqual(['Reply', 'Cancel'])
  await press('Reply')
  expect(chat.about).toHaveBeenCalledWith(null, { seq: 1, author: said.author, text: 'the red lamp' })
})

test('other words are sent in the place of the old', async () => {
  await show({ about: said })
  await press('Edit')
  const field = place.querySelector('textarea')!
  expect([field.value, document.activeElement]).toEqual(['the red lamp', field])
  field.value = ' the blue lamp '
  await submit()
  expect(chat.amend).toHaveBeenCalledWith(said, 'the blue lamp')
  expect(chat.about).toHaveBeenCalledWith(null, null)
})

test('no words are no edit', async () => {
  await show({ about: said })
  await press('Edit')
  place.querySelector('textarea')!.value = '  '
  await submit()
  expect(chat.amend).not.toHaveBeenCalled()
})

test('taking back sends no words; that it is too late is said, and nothing closes', async () => {
  chat.amend.mockRejectedValueOnce(new Refusal({ t: 'refused', of: 'recall', code: 'conflict', detail: '' }))
  await show({ about: said })
  await press('Take back')
  expect(chat.amend).toHaveBeenCalledWith(said, undefined)
  expect(place.querySelector('[role=alert]')?.textContent).toBe('It can no longer be changed.')
  chat.amend.mockRejectedValueOnce(new Refusal({ t: 'refused', of: 'recall', code: 'forbidden', rule: 'blocked', detail: '' }))
  await press('Take back')
  expect(place.querySelector('[role=alert]')?.textContent).toBe('You cannot write here any more.')
  expect(chat.about).not.toHaveBeenCalled()
})

test('what is being answered is shown, and can be dropped; the focus stays where the answer is written', async () => {
  await show({ quote: { seq: 1, author: said.author, text: 'the red lamp' } })
  expect(place.querySelector('q')?.textContent).toBe('the red lamp')
  expect(buttons()).toEqual(['Cancel'])
  expect(document.activeElement).toBe(document.body)
})
