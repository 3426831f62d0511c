import { render } from 'preact'
import { act } from 'preact/test-utils'
import { expect, test } from 'vitest'
import type { Lang } from '../../../shared/i18n'
import type { Pending } from '../../../shared/link'
import type { Chat } from '../chat/chat'
import { WordsContext, wordsIn } from '../words/words'
import { OurBubble } from './bubble'

const at = '2026-05-01T12:00:00.000Z'
const told = async (failed: string, rule?: string, lang: Lang = 'en'): Promise<string | undefined> => {
  const pending: Pending = { key: 'k', conversation: 'c1', kind: 'message', text: 'hello', at, failed, rule }
  const row = { kind: 'ours' as const, key: 'k', text: 'hello', at, pending, fate: 'failed' as const, first: true, last: true }
  const place = document.createElement('div')
  const bubble = <OurBubble row={row} chat={{} as Chat} />
  await act(() => render(<WordsContext.Provider value={wordsIn(lang)}>{bubble}</WordsContext.Provider>, place))
  return place.querySelector('[role=alert]')?.textContent ?? undefined
}

test('who is blocked is told so in plain words, and not what concerns the page', async () => {
  expect(await told('forbidden', 'blocked')).toBe('You cannot write here any more.')
  expect(await told('forbidden', 'blocked', 'zh')).toBe('您已无法在此留言。')
  expect(await told('forbidden')).toContain('website')
})

test('a code or a rule that has no words of its own is said to be ours', async () => {
  for (const code of ['unknown_session', 'of_tomorrow']) expect(await told(code, 'title')).toBe('Something went wrong on our side. Try again.')
  expect(await told('conflict', 'title')).toContain('changed meanwhile')
})
