import { expect, test } from 'vitest'
import { readOrigins } from './origins'

test('every line is an origin, once', () => {
  expect(readOrigins('https://shop.example\nhttp://localhost:8801\nhttps://shop.example').origins).toEqual([
    'https://shop.example',
    'http://localhost:8801',
  ])
})

test('a pasted address is cut down to its origin', () => {
  expect(readOrigins('https://Shop.example/goods?id=1').origins).toEqual(['https://shop.example'])
})

test('what is no origin is named', () => {
  expect(readOrigins('shop.example\nhttps://ok.example\njavascript:alert(1)').bad).toEqual(['shop.example', 'javascript:alert(1)'])
})
