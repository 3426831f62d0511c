import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Chat } from '../chat/chat'
import { blank } from '../chat/view'
import { Composer } from './composer'

const chat = { say: vi.fn(() => true), typing: vi.fn(), draft: '', write: vi.fn() }
let field: HTMLTextAreaElement

const write = (text: string): Promise<void> =>
  act(() => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
const press = (init: KeyboardEventInit & { keyCode?: number }): Promise<void> =>
  act(() => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'Enter', ...init })
    Object.defineProperty(event, 'keyCode', { value: init.keyCode ?? 13 })
    field.dispatchEvent(event)
  })

beforeEach(async () => {
  chat.say.mockReset().mockReturnValue(true)
  chat.typing.mockClear()
  chat.draft = ''
  sessionStorage.clear()
  await shown()
})

async function shown(): Promise<void> {
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  await act(() => render(<Composer view={{ ...blank, phase: 'ready' }} chat={chat as unknown as Chat} />, place))
  field = document.querySelector('textarea')!
}

test('what was being written is there again, until it was sent', async () => {
  await write('half a')
  expect(chat.write).toHaveBeenLastCalledWith('half a')
  chat.draft = 'half a'
  await shown()
  expect(field.value).toBe('half a')
  await press({})
  expect(chat.write).toHaveBeenLastCalledWith('')
})

test('Enter sends and empties the field', async () => {
  await write('  hello  ')
  await press({})
  expect(chat.say).toHaveBeenCalledExactlyOnceWith('hello')
  expect(field.value).toBe('')
  expect(chat.typing.mock.calls).toEqual([[true], [false]])
})

test('Enter that chooses a word, or breaks a line, does not send', async () => {
  await write('ni')
  await press({ isComposing: true })
  await press({ keyCode: 229 })
  await press({ shiftKey: true })
  expect(chat.say).not.toHaveBeenCalled()
})

test('nothing, and too much, cannot be sent', async () => {
  for (const text of [' \n ', '长'.repeat(8001)]) {
    await write(text)
    await press({})
    expect(document.querySelector<HTMLButtonElement>('[type=submit]')!.disabled).toBe(true)
  }
  expect(chat.say).not.toHaveBeenCalled()
  await write('😀'.repeat(8000))
  await press({})
  expect(chat.say).toHaveBeenCalledOnce()
})

test('where nothing more is taken the words stay, and it is said why', async () => {
  chat.say.mockReturnValue(false)
  await write('one more')
  await press({})
  expect(field.value).toBe('one more')
  expect(document.querySelector('.over')!.textContent).toContain('Try again in a moment')
  chat.say.mockReturnValue(true)
  await press({})
  expect(document.querySelector('.over')).toBeNull()
})
