import { expect, test } from 'vitest'
import type { CallPart, Part } from '../../shared/wire'
import { filesOf } from '../../shared/parts'
import { message } from '../live/samples'
import { seen, stage } from '../testing/stage'
import { hostOf, othersOf } from './elsewhere'
import { OtherParts } from './other-parts'

const show = async (...parts: unknown[]): Promise<void> => {
  await stage().show(<OtherParts m={message(1, { parts: parts as Part[] })} />)
}
const call: CallPart = { type: 'call', direction: 'in', started_at_ms: 0, answered_at_ms: 5_000, ended_at_ms: 72_000 }

test('a file of somebody else is a link with its host, and nothing of it is loaded', async () => {
  await show({ type: 'image', url: 'https://pictures.example/cat.png', name: 'cat.png', mime: 'image/png', size: 2048 })
  const link = document.querySelector('a')
  expect(link?.rel).toBe('noopener noreferrer nofollow')
  expect([link?.target, link?.href]).toEqual(['_blank', 'https://pictures.example/cat.png'])
  expect(seen()).toContain('at pictures.example, not checked')
  expect(document.querySelector('img, video, audio, iframe')).toBeNull()
})

test('a file of ours is no part of somebody else', () => {
  const ours = { type: 'file', id: 'F1', name: 'a.pdf', mime: 'application/pdf', size: 1 } as const
  const theirs = { type: 'file', url: 'https://x.example/a.pdf', mime: 'application/pdf' } as const
  const m = message(1, { parts: [{ type: 'text', text: 'see' }, ours, theirs] })
  expect(othersOf(m)).toEqual([theirs])
  expect(filesOf(m)).toEqual([ours])
})

test('an address that runs something is never a link', async () => {
  expect([hostOf('javascript:alert(1)'), hostOf('data:text/html,x'), hostOf('no address')]).toEqual([undefined, undefined, undefined])
  await show({ type: 'link', url: 'javascript:alert(1)', title: 'Free lamps' })
  expect(document.querySelector('a')).toBeNull()
  expect(seen()).toContain('Free lamps')
})

test('a place and a call are told in words', async () => {
  await show({ type: 'location', lat: 31.25, lon: 121.5, label: 'The Bund' }, call)
  expect(seen()).toContain('Place: The Bund (31.25, 121.5)')
  expect(seen()).toContain('Call from the customer, 1 min 7 s')
  await show({ ...call, answered_at_ms: null })
  expect(seen()).toBe('Call, not answered')
})

test('a part of a kind that nobody knows here is said to be one', async () => {
  await show({ type: 'hologram' })
  expect(seen()).toBe('Something that cannot be shown here (hologram)')
})
