import { render } from 'preact'
import { act } from 'preact/test-utils'
import { expect, test, vi } from 'vitest'
import type { Chat } from '../chat/chat'
import { blank } from '../chat/view'
import { Later } from './later'

const gate = vi.hoisted(() => {
  let open = (): void => {}
  return { opened: new Promise<void>((done) => (open = done)), open: () => open() }
})
vi.mock('../later/parts', async () => {
  await gate.opened
  return { Queue: () => <p>the queue</p> }
})

test('a part shows that was fetched for another one after it was drawn and before it could ask', async () => {
  const part = <Later part="Queue" view={{ ...blank, page: { at: 'chat' } }} chat={{} as Chat} />
  const [first, second] = [document.createElement('div'), document.createElement('div')]
  await act(() => render(part, first))
  await act(async () => {
    render(part, second) // its effects wait until the end of this
    gate.open()
    await import('../later/parts')
    await new Promise((done) => setTimeout(done))
  })
  expect([first.textContent, second.textContent]).toEqual(['the queue', 'the queue'])
})
