import { beforeEach, expect, test } from 'vitest'
import { draft, forgetDrafts, keepDraft } from './drafts'

beforeEach(() => localStorage.clear())

test('a draft stays with its conversation and its mode', () => {
  keepDraft('A', 'reply', '您好')
  keepDraft('A', 'note', 'check the order')
  expect([draft('A', 'reply'), draft('A', 'note'), draft('B', 'reply')]).toEqual(['您好', 'check the order', ''])
})

test('an emptied draft leaves nothing in storage', () => {
  keepDraft('A', 'reply', 'x')
  keepDraft('A', 'reply', '')
  expect(localStorage.length).toBe(0)
})

test('signing out forgets the drafts and nothing else', () => {
  keepDraft('A', 'reply', 'x')
  localStorage.setItem('manydesk.theme', '"dark"')
  forgetDrafts()
  expect(draft('A', 'reply')).toBe('')
  expect(localStorage.getItem('manydesk.theme')).toBe('"dark"')
})
