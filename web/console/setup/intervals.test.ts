import { expect, test } from 'vitest'
import { lineOf, parseSpans } from './intervals'

test('a line of hours becomes spans in order', () => {
  expect(parseSpans('9:00-12:00, 13:30–18:00')).toEqual([['09:00', '12:00'], ['13:30', '18:00']])
  expect(parseSpans('9：00至12：00，13：30～24：00')).toEqual([['09:00', '12:00'], ['13:30', '24:00']])
})

test('an empty line is a closed day', () => {
  expect(parseSpans('  ')).toEqual([])
})

test.each(['9-12', '12:00-9:00', '9:00-12:00, 11:00-13:00', '25:00-26:00', '9:00', '24:30-24:50', '9:00-12:00-13:00'])(
  '“%s” is no line of hours',
  (line) => {
    expect(parseSpans(line)).toBeUndefined()
  },
)

test('what was read is written the same', () => {
  expect(parseSpans(lineOf([['00:00', '24:00']]))).toEqual([['00:00', '24:00']])
})
