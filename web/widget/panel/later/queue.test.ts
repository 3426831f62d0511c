import { expect, test } from 'vitest'
import type { QueueState } from '../../../shared/requests'
import { place } from './queue'
import { laterWords } from './words/words'

const en = laterWords('en')
const queue = (change: Partial<QueueState>): QueueState => ({
  status: 'queued',
  position: 3,
  more: false,
  expected_wait_s: 250,
  open: true,
  opens_at: null,
  agents: 2,
  ...change,
})

test('the place and the wait are told as far as they are known', () => {
  expect(place(queue({}), en)).toBe('You are number 3 in the queue. It takes about 5 minutes.')
  expect(place(queue({ expected_wait_s: 20 }), en)).toBe('You are number 3 in the queue. It takes about a minute.')
  expect(place(queue({ expected_wait_s: null, position: 50, more: true }), en)).toBe('You are number 50+ in the queue.')
  expect(place(queue({ position: null, expected_wait_s: null }), en)).toBe('You are in the queue.')
})

test('where nobody comes, that is said instead', () => {
  expect(place(queue({ agents: 0 }), en)).toBe('Nobody is there just now. You are number 3 in the queue.')
  expect(place(queue({ open: false }), en)).toBe('We are closed now.')
  const opens_at = '2026-05-04T01:00:00.000Z'
  expect(place(queue({ open: false, opens_at, agents: 0 }), en)).toBe(`We are closed now and open again on ${en.moment(opens_at)} (your time).`)
})
