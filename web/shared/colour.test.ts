import { expect, test } from 'vitest'
import { contrast, inkOn, isHex, textOn } from './colour'

test('text on any colour can be read', () => {
  for (const colour of ['#000000', '#ffffff', '#0b57d0', '#ffd400', '#767676', '#808080', '#ff0000', '#00ff00']) {
    expect(contrast(colour, textOn(colour))).toBeGreaterThanOrEqual(4.5)
  }
  expect(textOn('#0b57d0')).toBe('#ffffff')
  expect(textOn('#ffd400')).toBe('#000000')
})

test('any colour becomes one that can be read on the ground, and stays itself where it can', () => {
  for (const ground of ['#ffffff', '#15181d'])
    for (const colour of ['#000000', '#ffffff', '#2f6b4f', '#ffd400', '#808080', '#1f6f8b'])
      expect(contrast(inkOn(ground, colour), ground)).toBeGreaterThanOrEqual(5)
  expect(inkOn('#ffffff', '#2f6b4f')).toBe('#2f6b4f')
  expect(inkOn('#15181d', '#2f6b4f')).not.toBe('#2f6b4f')
})

test('only a full hex colour is one', () => {
  expect(isHex('#0b57d0')).toBe(true)
  for (const not of ['#fff', 'red', '#0b57d0;x', undefined]) expect(isHex(not)).toBe(false)
})
