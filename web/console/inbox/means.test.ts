import { expect, test } from 'vitest'
import type { Means } from '../../shared/wire'
import { closed, longestOf } from './means'

const now = Date.parse('2026-01-02T00:00:00.000Z')
const means = (more: Partial<Means> = {}): Means => ({
  channel: 'webhook', inbox: { id: 'I1', name: 'Till', state: 'on' }, most_text: 32_000, files: true, window: null, ...more,
})
const window = (closes_at: string, left: number | null = null) => ({ closes_at, left })

test('where nothing is known yet, or all is well, nothing stands in the way', () => {
  expect([closed(undefined, now), closed(means(), now)]).toEqual([null, null])
  expect(closed(means({ window: window('2026-01-02T00:00:01.000Z', 1) }), now)).toBeNull()
})

test('a window is closed from its moment on, or when its answers are used up', () => {
  expect(closed(means({ window: window('2026-01-02T00:00:00.000Z') }), now)).toBe('window')
  expect(closed(means({ window: window('2026-01-03T00:00:00.000Z', 0) }), now)).toBe('used')
})

test('through an inbox that is off, disabled or gone nothing goes out', () => {
  expect(closed(means({ inbox: { id: 'I1', name: 'Till', state: 'off' } }), now)).toBe('off')
  expect(closed(means({ inbox: { id: 'I1', name: 'Till', state: 'disabled' } }), now)).toBe('disabled')
  expect(closed(means({ inbox: null }), now)).toBe('gone')
})

test('a text is as long as desk and channel both take it', () => {
  expect([longestOf(undefined), longestOf(means()), longestOf(means({ most_text: 2_000 }))]).toEqual([8_000, 8_000, 2_000])
})
