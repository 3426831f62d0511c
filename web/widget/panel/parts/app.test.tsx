import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Chat } from '../chat/chat'
import { Store } from '../chat/store'
import { blank } from '../chat/view'
import { App } from './app'

const chat = { store: new Store({ ...blank, phase: 'ready', synced: true }), go: vi.fn(), draft: '' }
const picture = new File(['x'], 'screen.png')

/** Something arrives at the field; was it taken? */
function brought(type: 'paste' | 'drop', files: File[], text = ''): boolean {
  const transfer = { files, types: files.length ? ['Files'] : [], getData: () => text }
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.assign(event, { [type === 'paste' ? 'clipboardData' : 'dataTransfer']: transfer })
  return !document.querySelector('textarea')!.dispatchEvent(event)
}

beforeEach(async () => {
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  await act(() => render(<App chat={chat as unknown as Chat} />, place))
})

test.each(['paste', 'drop'] as const)('a picture that comes by %s is about to be sent', (type) => {
  expect(brought(type, [picture])).toBe(true)
  expect(chat.go).toHaveBeenCalledExactlyOnceWith({ at: 'attach', files: [picture] })
})

test('words stay words, also where a picture of them comes along', () => {
  expect([brought('paste', [], 'hello'), brought('paste', [picture], 'a table')]).toEqual([false, false])
  expect(chat.go).not.toHaveBeenCalled()
})
