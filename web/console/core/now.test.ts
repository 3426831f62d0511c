import { expect, test } from 'vitest'
import { waited } from './now'

const since = '2026-01-01T00:00:00.000Z'
const after = (minutes: number) => waited(since, Date.parse(since) + minutes * 60_000)

test('waiting is told in the two units that matter', () => {
  expect(after(0.5)).toEqual({ key: 'wait.now', vars: {} })
  expect(after(59)).toEqual({ key: 'wait.minutes', vars: { m: 59 } })
  expect(after(61)).toEqual({ key: 'wait.hours', vars: { h: 1, m: 1 } })
  expect(after(26 * 60)).toEqual({ key: 'wait.days', vars: { d: 1, h: 2 } })
})

test('a clock that runs behind the desk shows no negative wait', () => {
  expect(after(-5).key).toBe('wait.now')
})
