import { expect, test } from 'vitest'
import { parse } from './router'

test('an address is its parts and its query', () => {
  const place = parse('#/inbox/01ABC?view=mine')
  expect(place.path).toEqual(['inbox', '01ABC'])
  expect(place.query.get('view')).toBe('mine')
})

test('an empty hash is the root', () => {
  expect(parse('').path).toEqual([])
  expect(parse('#/').path).toEqual([])
})

test('a token with signs of its own survives', () => {
  expect(parse('#/confirm?token=a-b_c%3D').query.get('token')).toBe('a-b_c=')
})

test('a mangled escape does not throw', () => {
  expect(parse('#/inbox/%E0%A4%A').path[1]).toBe('%E0%A4%A')
})
