import { expect, test } from 'vitest'
import { plainPhone, readSought } from './sought'

test('a number is read however it is written, but never without its country', () => {
  for (const written of ['+86 138 0013 8000', '0086 138-0013-8000', '+86 (138) 0013.8000', '＋86 13800138000'])
    expect(plainPhone(written)).toBe('+8613800138000')
  expect(plainPhone('+44 (0)20 7946 0018')).toBe('+442079460018')
  for (const none of ['13800138000', '+86', '+0138001380', '', 'call me']) expect(plainPhone(none)).toBeNull()
})

test('what holds an @ is an address, all else a number', () => {
  expect(readSought(' wu@shop.example ')).toEqual({ by: 'email', value: 'wu@shop.example' })
  expect(readSought('+86 138 0013 8000')).toEqual({ by: 'phone', value: '+8613800138000' })
  expect(readSought('wu@shop')).toBeNull()
  expect(readSought('Wu')).toBeNull()
})
