import { expect, test } from 'vitest'
import type { EventData, EventName, Message } from '../../../shared/wire'
import { requestIn, told } from './told'
import { laterWords } from './words/words'

const event = (name: EventName, data: EventData = {}, by?: string): Message => ({
  id: 'm',
  conversation: 'c',
  seq: 1,
  at: '2026-05-01T12:00:00.000Z',
  kind: 'event',
  author: { kind: 'system', id: 'assign' },
  parts: [],
  event: { name, data, ...(by && { by: { kind: 'agent', id: 'p', name: by } }) },
})

test('whoever comes, is named, however they came', () => {
  const words = laterWords('en')
  expect(told(event('taken', {}, 'Ann'), words)).toBe('Ann joined the conversation')
  expect(told(event('assigned', { name: 'Ann', load: 1, capacity: 5 }), words)).toBe('Ann joined the conversation')
  expect(told(event('assigned'), words)).toBe('A member of the team joined the conversation')
})

test('a request is told with its number and state, and can be looked at', () => {
  const changed = event('ticket_changed', { number: 12, status: 'pending' })
  expect(told(changed, laterWords('en'))).toBe('Request #12 is now waiting for your answer.')
  expect(told(changed, laterWords('zh'))).toBe('工单 #12 现在的状态：等待您的回复。')
  expect(requestIn(changed)).toBe(12)
  expect(requestIn(event('resolved'))).toBeUndefined()
})

test('the customer is told where they go, and not why', () => {
  const words = laterWords('en')
  expect(told(event('requeued', { reason: 'agent_left' }), words)).toBe(told(event('released'), words))
  expect(told(event('transferred'), words)).toBe('You are being passed on to a colleague')
  expect(told(event('transferred', { name: 'Returns' }), words)).toBe('You are being passed on to Returns')
})
