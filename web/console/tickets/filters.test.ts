import { expect, test } from 'vitest'
import { ticket } from '../live/samples'
import { fits, listPath, readFilters, sameFilters, writeFilters } from './filters'

const read = (query: string) => readFilters(new URLSearchParams(query))

test('filters survive the way into an address and back', () => {
  const filters = { status: 'open', assignee: 'me', team: 'T1', priority: 'urgent', type: 'incident', tag: '退款 & more' } as const
  expect(read(writeFilters(filters))).toEqual(filters)
})

test('two orders of the same filters are one address', () => {
  expect(writeFilters(read('tag=a&status=open'))).toBe(writeFilters(read('status=open&tag=a')))
  expect(sameFilters(read('tag=a&status=open'), read('status=open&tag=a'))).toBe(true)
})

test('a word that is no status or priority narrows nothing', () => {
  expect(read('status=broken&priority=&type=task&page=2')).toEqual({ type: 'task' })
})

test('no filters make the plain address', () => {
  expect(listPath({})).toBe('/tickets')
  expect(listPath({ assignee: 'me' })).toBe('/tickets?assignee=me')
})

test('a ticket belongs where every filter holds', () => {
  const mine = ticket({ status: 'open', assignee: { id: 'P1', name: 'Wang' }, tags: ['refund'], team: 'T1' })
  expect(fits(mine, { status: 'open', assignee: 'me', tag: 'refund', team: 'T1' }, 'P1')).toBe(true)
  expect(fits(mine, { assignee: 'me' }, 'P2')).toBe(false)
  expect(fits(mine, { assignee: 'P1' }, 'P2')).toBe(true)
  expect(fits(mine, { assignee: 'none' }, 'P1')).toBe(false)
  expect(fits(ticket({ assignee: null }), { assignee: 'none' }, 'P1')).toBe(true)
  expect(fits(mine, { tag: 'delivery' }, 'P1')).toBe(false)
})

test('closed tickets are on nobody\'s desk, but can be asked for', () => {
  const closed = ticket({ status: 'closed', assignee: { id: 'P1', name: 'Wang' } })
  expect(fits(closed, { assignee: 'me' }, 'P1')).toBe(false)
  expect(fits(closed, { assignee: 'me', status: 'closed' }, 'P1')).toBe(true)
  expect(fits(closed, {}, 'P1')).toBe(true)
})
