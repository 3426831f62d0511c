import { expect, test } from 'vitest'
import type { Attempt } from './desk'
import { mostAttempts, replays } from './replays'

const attempt = (change: Partial<Attempt> = {}): Attempt => ({
  at: '2026-01-01T00:00:00.000Z', conversation: 'C1', seq: 3, attempt: 1, outcome: 'rejected', code: 'http_404', status: 404, took_ms: 20, detail: '', ...change,
})

test('what was refused, given up or not known to have come can be sent again', () => {
  for (const outcome of ['rejected', 'unknown', 'gone'] as const) expect(replays([attempt({ outcome })], 0)).toBe(true)
  expect(replays([attempt({ outcome: 'accepted' })], 0)).toBe(false)
})

test('what will be tried by itself is not offered, until it was tried for the last time', () => {
  expect(replays([attempt({ outcome: 'retry', attempt: 2 })], 0)).toBe(false)
  expect(replays([attempt({ outcome: 'retry', attempt: mostAttempts })], 0)).toBe(true)
})

test('only the newest line of a message speaks for it', () => {
  const lines = [attempt({ outcome: 'accepted', attempt: 2 }), attempt(), attempt({ seq: 4 })]
  expect(lines.map((_, i) => replays(lines, i))).toEqual([false, false, true])
})

test('a test is no message', () => {
  expect(replays([attempt({ conversation: '', seq: 0 })], 0)).toBe(false)
})
