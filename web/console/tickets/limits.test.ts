import { expect, test } from 'vitest'
import { mostTags, readTags } from './limits'

test('tags are parted by commas of either script, trimmed, each once', () => {
  expect(readTags(' refund, 退款，物流、refund,, ')).toEqual(['refund', '退款', '物流'])
})

test('no words are no tags', () => {
  expect(readTags(' , ，')).toEqual([])
})

test('there are only so many tags', () => {
  expect(readTags(Array.from({ length: 50 }, (_, i) => `t${i}`).join())).toHaveLength(mostTags)
})
