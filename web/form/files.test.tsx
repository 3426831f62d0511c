import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../shared/api'
import type { Attached } from '../shared/wire'
import { Asking } from './asking'
import { sample } from './sample'
import type { Sender } from './sender'
import { formWords } from './words/words'

const photos = { id: 'photos', label: 'Photos', kind: 'files' as const, required: false, most: 2, bytes: 10 }
const mail = sample.fields[0]!
const form = { ...sample, consent: '', fields: [{ ...mail, required: false }, photos] }
const bring = vi.fn()
const send = vi.fn()
const file = (name: string, size = 1): File => new File(['x'.repeat(size)], name)
const seen = (): string => document.body.textContent ?? ''

const choose = (...files: File[]): Promise<void> =>
  act(async () => {
    const field = document.querySelector<HTMLInputElement>('[data-files]')!
    Object.defineProperty(field, 'files', { configurable: true, value: files })
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
const press = (label: string): Promise<void> =>
  act(async () => [...document.querySelectorAll('button')].find((b) => (b.getAttribute('aria-label') ?? b.textContent) === label)!.click())
const submit = (): Promise<void> =>
  act(async () => void document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))

beforeEach(async () => {
  vi.clearAllMocks()
  bring.mockImplementation(async ({ name }: File) => ({ name, attachment: `token-${name}` }) as Attached)
  send.mockResolvedValue({ is: 'sent' })
  render(null, document.body)
  await act(async () => render(<Asking form={form} sender={{ bring, send } as unknown as Sender} words={formWords('en')} sent={vi.fn()} />, document.body))
})

test('what is chosen goes at once, and with the form by what stands for it', async () => {
  await choose(file('a.png'), file('b.png'))
  await submit()
  expect(send).toHaveBeenCalledWith(expect.objectContaining({ files: ['token-a.png', 'token-b.png'] }))
})

test('too many and too large are told, and do not go', async () => {
  await choose(file('a.png'), file('large.png', 11), file('c.png'))
  expect(bring).toHaveBeenCalledTimes(1)
  expect(seen()).toContain('At most 2')
  expect(seen()).toContain('or empty')
})

test('one that failed holds the form back until it is tried again or removed', async () => {
  bring.mockRejectedValueOnce(new Problem({ status: 0, code: 'network' }))
  await choose(file('a.png'))
  await submit()
  expect(send).not.toHaveBeenCalled()
  await press('Try again: a.png')
  await submit()
  expect(send).toHaveBeenCalledTimes(1)
})

test('what the desk knows no more is uploaded again', async () => {
  send.mockResolvedValueOnce({ is: 'lost' })
  await choose(file('a.png'))
  await submit()
  expect(seen()).toContain('Has to be uploaded again')
  await press('Remove: a.png')
  await submit()
  expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ files: [] }))
})
