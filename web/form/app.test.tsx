import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../shared/api'
import { App } from './app'
import { sample } from './sample'
import type { Outcome, Sender } from './sender'
import type { Source } from './source'

const source: Source = { origin: '', wishes: {}, read: async () => sample, size: () => undefined }
let outcome: Outcome
let send: ReturnType<typeof vi.fn>

async function shown(open: () => Promise<typeof sample> = async () => sample): Promise<void> {
  const sender = { open, send } as unknown as Sender
  await act(async () => render(<App sender={sender} source={source} spoken="en" framed={false} />, document.body))
}
const field = <T extends HTMLElement>(id: string): T => document.querySelector<T>(`#field-${id}`)!
const type = (id: string, value: string): Promise<void> =>
  act(async () => {
    const input = field<HTMLInputElement>(id)
    input.value = value
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
const press = (): Promise<void> =>
  act(async () => {
    document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  })

beforeEach(() => {
  render(null, document.body)
  outcome = { is: 'sent' }
  send = vi.fn(async () => outcome)
})

async function fill(): Promise<void> {
  await type('email', 'a@b.example')
  await type('message', 'Hello')
  await act(async () => document.querySelector<HTMLInputElement>('[type=checkbox]')!.click())
}

test('what is filled in is sent, and thanked for', async () => {
  await shown()
  await fill()
  await press()
  expect(send).toHaveBeenCalledWith({ values: { email: 'a@b.example', message: 'Hello' }, files: [], agreed: true, website: '', lang: 'en' })
  expect(document.querySelector('h1')!.textContent).toBe('Thank you')
  expect(document.activeElement).toBe(document.querySelector('h1'))
})

test('what is wrong is said at its field, which is named by it and has the focus', async () => {
  await shown()
  await press()
  expect(send).not.toHaveBeenCalled()
  expect(field('email').getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(field('email').getAttribute('aria-describedby')!)!.textContent).toBe('Please fill this in.')
  expect(document.activeElement).toBe(field('email'))
})

test('what the desk finds wrong is said there too, and what was written stays', async () => {
  await shown()
  await fill()
  outcome = { is: 'wrong', wrong: { message: 'maxLength' } }
  await press()
  expect(document.querySelector('#said-message')!.textContent).toBe('Please write less here.')
  outcome = { is: 'failed', code: 'busy' }
  await press()
  expect(document.querySelector('[role=alert]')!.textContent).toMatch(/^Many people/)
  expect(field<HTMLTextAreaElement>('message').value).toBe('Hello')
})

test.each([
  ['not_found', 'This form is not there', false],
  ['forbidden', 'This form cannot be shown here', false],
  ['network', 'The form cannot be shown just now', true],
])('a form that cannot be shown says why: %s', async (code, title, again) => {
  await shown(async () => {
    throw new Problem({ status: 0, code })
  })
  expect(document.querySelector('h1')!.textContent).toBe(title)
  expect(!!document.querySelector('.card button')).toBe(again)
})

test('the page speaks the language of the form until its reader chooses', async () => {
  await shown(async () => ({ ...sample, locale: 'zh' }))
  expect(document.querySelector('[type=submit]')!.textContent).toBe('提交')
  await act(async () => document.querySelector<HTMLButtonElement>('header button')!.click())
  expect(document.querySelector('[type=submit]')!.textContent).toBe('Send')
  expect(document.documentElement.lang).toBe('en')
})
