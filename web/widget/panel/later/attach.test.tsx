import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Api, Problem } from '../../../shared/api'
import { upload } from '../../../shared/upload'
import type { Attached } from '../../../shared/wire'
import type { Chat } from '../chat/chat'
import { blank } from '../chat/view'
import { Attach } from './attach'

vi.mock('../../../shared/upload', () => ({ mostFiles: 10, upload: vi.fn() }))
const uploading = vi.mocked(upload)
const chat = { say: vi.fn(), go: vi.fn(), call: <T,>(ask: (api: Api) => Promise<T>) => ask({} as Api) }
const done = (name: string): Attached => ({ type: 'file', id: name, name, mime: 'text/plain', size: 1, attachment: `token-${name}` })
let place: HTMLElement

const choose = (...names: string[]): Promise<void> =>
  act(async () => {
    const field = place.querySelector('input')!
    Object.defineProperty(field, 'files', { configurable: true, value: names.map((name) => new File(['x'], name)) })
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
const press = (label: string): Promise<void> =>
  act(async () => [...place.querySelectorAll('button')].find((b) => b.textContent === label)!.click())

beforeEach(async () => {
  vi.clearAllMocks()
  uploading.mockImplementation(async (_api, file) => done(file.name))
  place = document.createElement('div')
  document.body.replaceChildren(place)
  await shown()
})

const shown = (files?: File[]): Promise<void> =>
  act(async () => render(<Attach key={files?.length} view={{ ...blank, phase: 'ready', page: { at: 'attach', files } }} chat={chat as unknown as Chat} />, place))

test('files are sent together once all have come, and the talk is back', async () => {
  await choose('a.txt', 'b.txt')
  await press('Send')
  expect(chat.say).toHaveBeenCalledWith('', [done('a.txt'), done('b.txt')])
  expect(chat.go).toHaveBeenCalledWith({ at: 'chat' })
})

test('one that failed holds the others back until it is tried again or dropped', async () => {
  uploading.mockRejectedValueOnce(new Problem({ status: 422, code: 'invalid' }))
  await choose('page.html', 'b.txt')
  expect(place.querySelector('[role=alert]')?.textContent).toBe('The support desk did not accept this.')
  await press('Send')
  expect(chat.say).not.toHaveBeenCalled()
  await press('Try again')
  await press('Send')
  expect(chat.say).toHaveBeenCalledWith('', [done('page.html'), done('b.txt')])
})

test('one that is dropped stops on its way', async () => {
  let stopped: AbortSignal | undefined
  uploading.mockImplementation((_api, _file, _told, signal) => ((stopped = signal), new Promise(() => undefined)))
  await choose('a.txt')
  await press('Remove')
  expect(stopped?.aborted).toBe(true)
  expect(place.querySelectorAll('progress')).toHaveLength(0)
})

test('nothing is sent where there is nothing', async () => {
  await press('Send')
  expect(chat.say).not.toHaveBeenCalled()
})

test('what was dropped or pasted is on its way at once', async () => {
  await shown([new File(['x'], 'screen.png')])
  await act(async () => undefined)
  await press('Send')
  expect(chat.say).toHaveBeenCalledWith('', [done('screen.png')])
})
