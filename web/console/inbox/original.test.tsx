import { beforeEach, expect, test, vi } from 'vitest'
import { message } from '../live/samples'
import { button, press, seen, settled, stage } from '../testing/stage'
import Original from './original'
import { holdsImages, pageOf } from './original-page'

const path = 'GET /conversations/C1/messages/1/original'
const letter = { html: '<p>Hello</p><img src="https://spy.example/1.png">', text: 'Hello', headers: { From: 'li@shop.example' } }
// The frame's own page is not served here.
beforeEach(() => void vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockReturnValue())

const policy = (page: string): string => /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? ''
const frame = (): HTMLIFrameElement | null => document.querySelector('iframe')
const open = async (answer: unknown): Promise<void> => {
  await stage({ [path]: answer }).show(<Original m={message(1)} onClose={() => undefined} />)
  await settled(() => !document.querySelector('.skeleton'))
}
/** What the frame's page is handed from now on. */
function handed(): { page: string }[] {
  const all: { page: string }[] = []
  Object.defineProperty(frame(), 'contentWindow', { value: { postMessage: (said: { page: string }) => all.push(said) } })
  frame()?.dispatchEvent(new Event('load'))
  return all
}

test('a letter stands in a frame that is nobody: no origin, no top, no forms', async () => {
  await open(letter)
  expect(frame()?.getAttribute('sandbox')).toBe('allow-scripts')
  expect(seen()).toContain('li@shop.example')
  const [first] = handed()
  expect(first?.page).toContain('<p>Hello</p>')
  expect(policy(first?.page ?? '')).toMatch(/default-src 'none'.*img-src data:;/)
})

test('images of the internet are asked for only after a word of the reader', async () => {
  await open(letter)
  const all = handed()
  expect(policy(all.at(-1)?.page ?? '')).not.toContain('https:')
  await press('Load images')
  expect(policy(all.at(-1)?.page ?? '')).toMatch(/img-src data: https:;/)
  expect(button('Load images')).toBeUndefined()
})

test('a letter of plain text has no frame; one that cannot be loaded says so', async () => {
  await open({ ...letter, html: null })
  expect([frame(), document.querySelector('pre')?.textContent]).toEqual([null, 'Hello'])
  await open(500)
  expect(seen()).toContain('The e-mail could not be loaded.')
})

test('what would ask the internet is found, what lies in the letter is not', () => {
  const all = ['<img src="https://x.example/a">', '<img src="//x.example/a">', '<table><tr><td background="http://x.example/a"></td></tr></table>', '<p style="background:url(https://x.example/a)">']
  expect(all.map(holdsImages)).toEqual([true, true, true, true])
  expect(['<p>https://x.example</p>', '<img src="data:image/png;base64,AA//">', '<a href="https://x.example">x</a>'].map(holdsImages)).toEqual([false, false, false])
})

test('the policy comes before anything of the letter', () => {
  const page = pageOf('<script>1</script>', false)
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<script>'))
})
