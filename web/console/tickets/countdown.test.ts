import { expect, test } from 'vitest'
import { clock, ticket } from '../live/samples'
import { isUrgent, pressing, stretch, ticketTone, toneOf } from './countdown'

const now = Date.parse('2026-01-01T12:00:00.000Z')
const inMinutes = (minutes: number): string => new Date(now + minutes * 60_000).toISOString()

test('a stretch is told in the two units that matter, seconds only under an hour', () => {
  expect(stretch(65_000)).toEqual({ key: 'long.seconds', vars: { m: '1', s: '05' } })
  expect(stretch(59 * 60_000)).toEqual({ key: 'long.seconds', vars: { m: '59', s: '00' } })
  expect(stretch(3 * 3_600_000 + 4 * 60_000)).toEqual({ key: 'long.hours', vars: { h: 3, m: '04' } })
  expect(stretch(50 * 3_600_000)).toEqual({ key: 'long.days', vars: { d: 2, h: 2 } })
})

test('what is over is as long as what is left', () => {
  expect(stretch(-65_000)).toEqual(stretch(65_000))
})

test('a clock is calm, then warned, then breached', () => {
  expect(toneOf(clock({ due_at: inMinutes(30) }), now)).toBe('calm')
  expect(toneOf(clock({ due_at: inMinutes(5), warned: true }), now)).toBe('warned')
  expect(toneOf(clock({ due_at: inMinutes(-1), state: 'breached', warned: true }), now)).toBe('breached')
})

test('a deadline that has passed is a breach before the desk says so', () => {
  expect(toneOf(clock({ due_at: inMinutes(0) }), now)).toBe('breached')
})

test('paused and kept promises frighten nobody', () => {
  expect(toneOf(clock({ due_at: null, state: 'paused', warned: true }), now)).toBe('paused')
  expect(toneOf(clock({ due_at: inMinutes(-9), state: 'met', warned: true }), now)).toBe('done')
})

test('the worst clock is shown, and of equals the one that is due first', () => {
  const late = clock({ target: 'first_response', state: 'breached', due_at: inMinutes(-5) })
  const soon = clock({ target: 'next_response', due_at: inMinutes(10) })
  const later = clock({ target: 'resolution', due_at: inMinutes(90) })
  expect(pressing([later, soon, late], now)).toBe(late)
  expect(pressing([later, soon], now)).toBe(soon)
  expect(pressing([], now)).toBeUndefined()
})

test('what was answered late frightens nobody any more; what still waits does', () => {
  const late = clock({ state: 'breached', met: true, due_at: inMinutes(-5) })
  const waits = clock({ state: 'breached', met: false, due_at: inMinutes(-5) })
  expect([toneOf(late, now), toneOf(waits, now)]).toEqual(['late', 'breached'])
  expect(isUrgent(ticket({ status: 'open', sla: [late] }), now)).toBe(false)
  expect(isUrgent(ticket({ status: 'open', sla: [late, waits] }), now)).toBe(true)
  expect(pressing([late, clock({ target: 'resolution', due_at: inMinutes(90) })], now)?.target).toBe('resolution')
})

test('a resolved ticket is not urgent, however late it was', () => {
  const sla = [clock({ state: 'breached', due_at: inMinutes(-60) })]
  expect(isUrgent(ticket({ status: 'open', sla }), now)).toBe(true)
  expect(isUrgent(ticket({ status: 'resolved', sla }), now)).toBe(false)
  expect(ticketTone(ticket({ sla: [] }), now)).toBe('calm')
})
