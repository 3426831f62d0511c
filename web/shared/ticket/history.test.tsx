import { render } from 'preact'
import { act } from 'preact/test-utils'
import { expect, test } from 'vitest'
import type { Progress, RequestDetail } from '../requests'
import { History, sentence } from './history'
import { stateIn } from './states'
import { ticketWords } from './words'

const entry = (seq: number, change: Partial<Progress>): Progress => ({
  seq,
  at: '2026-05-01T12:00:00.000Z',
  kind: 'comment',
  by: { kind: 'agent' },
  data: {},
  ...change,
})

test('what happened is told in the customer\'s language', () => {
  const said = (change: Partial<Progress>, lang: 'en' | 'zh'): string => sentence(entry(1, change), ticketWords(lang))
  expect(said({ kind: 'transition', data: { from: 'open', to: 'on_hold' } }, 'en')).toBe('The request is now on hold.')
  expect(said({ kind: 'transition', data: { to: 'resolved' } }, 'zh')).toBe('工单现在的状态：已解决。')
  expect(said({ kind: 'rated', data: { score: 4 } }, 'en')).toBe('You gave 4 of 5.')
  expect(said({ kind: 'comment', text: 'The parcel is found.' }, 'zh')).toBe('The parcel is found.')
})

test('a state that came after this page is shown by its own name', () => {
  expect(stateIn('zh', 'escalated')).toBe('escalated')
})

test('what is no business of the customer leaves no line', async () => {
  const place = document.createElement('div')
  const request: RequestDetail = {
    id: 't1',
    number: 12,
    title: 'A lamp',
    status: 'open',
    created_at: '2026-05-01T12:00:00.000Z',
    updated_at: '2026-05-01T12:00:00.000Z',
    history: [
      entry(1, { kind: 'created' }),
      entry(2, { kind: 'changed', data: { from: 'low', to: 'high' } }),
      entry(3, { text: 'Where is it?', by: { kind: 'customer' } }),
      entry(4, { text: 'On its way.', by: { kind: 'agent', name: 'Ann' } }),
    ],
  }
  await act(() => render(<History request={request} lang="en" />, place))
  const lines = [...place.querySelectorAll('li')].map((li) => li.textContent)
  expect(lines).toHaveLength(3)
  expect(lines[1]).toMatch(/^You · .*Where is it\?$/)
  expect(lines[2]).toMatch(/^Ann · .*On its way\.$/)
})
