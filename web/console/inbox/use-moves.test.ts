import { expect, test } from 'vitest'
import { conversation } from '../live/samples'
import { allowed } from './use-moves'

const me = { id: 'P1', name: 'Wang' }
const other = { id: 'P2', name: 'Zhao' }
const may = (...args: Parameters<typeof allowed>): string[] => [...allowed(...args)]

test('an agent takes from the queue and lets go of what is theirs', () => {
  expect(may(conversation({ status: 'queued' }), 'P1', 'agent')).toEqual(['take', 'resolve'])
  expect(may(conversation({ status: 'active', assignee: me }), 'P1', 'agent')).toEqual(['release', 'resolve', 'transfer'])
})

test('what a colleague holds only a supervisor moves', () => {
  const theirs = conversation({ status: 'active', assignee: other })
  expect(may(theirs, 'P1', 'agent')).toEqual([])
  expect(may(theirs, 'P1', 'supervisor')).toContain('take')
})

test('a resolved conversation can only be reopened, and readers do nothing', () => {
  const done = conversation({ status: 'resolved' })
  expect(may(done, 'P1', 'agent')).toEqual(['reopen'])
  expect([may(done, 'P1', 'viewer'), may(conversation(), 'P1', 'auditor')]).toEqual([[], []])
})

test('what the bot answers can be taken over by whoever answers', () => {
  expect(may(conversation({ status: 'bot' }), 'P1', 'agent')).toEqual(['take'])
})

test('who waits is handed to somebody by a supervisor, not by an agent', () => {
  expect(may(conversation({ status: 'queued' }), 'P1', 'supervisor')).toContain('transfer')
  expect(may(conversation({ status: 'queued' }), 'P1', 'agent')).not.toContain('transfer')
})
