import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import type { ClockFrame, Ticket } from '../../shared/tickets'
import type { Filters } from '../tickets/filters'
import { clock, ticket } from './samples'
import { type TicketPages, concerns, knownTicket, onClock, onTicket, ticketKeys } from './tickets'

const me = 'P1'
const wang = { id: me, name: 'Wang' }
let cache: QueryClient

const load = (filters: Filters, ...items: Ticket[]): void => {
  cache.setQueryData<TicketPages>(ticketKeys.list(filters), { pages: [{ items, next: null }], pageParams: [undefined] })
}
const shown = (filters: Filters): string[] =>
  (cache.getQueryData<TicketPages>(ticketKeys.list(filters))?.pages ?? []).flatMap((page) => page.items.map((t) => t.id))
const heard = (change: Partial<ClockFrame> = {}): ClockFrame => ({ t: 'clock', ticket: 'T1', ...clock(), ...change })

beforeEach(() => {
  cache = new QueryClient()
})

test('a changed ticket stays in its place where it still fits', () => {
  load({}, ticket({ id: 'T2' }), ticket(), ticket({ id: 'T3' }))
  onTicket(cache, me, ticket({ version: 2, title: 'Parcel found' }))
  expect(shown({})).toEqual(['T2', 'T1', 'T3'])
  expect(knownTicket(cache, 'T1')?.title).toBe('Parcel found')
})

test('a ticket leaves the list whose question it no longer answers, and enters the one whose it does', () => {
  load({ status: 'new' }, ticket())
  load({ assignee: 'me' }, ticket({ id: 'T2', assignee: wang }))
  onTicket(cache, me, ticket({ status: 'open', assignee: wang, version: 2 }))
  expect(shown({ status: 'new' })).toEqual([])
  expect(shown({ assignee: 'me' })).toEqual(['T1', 'T2'])
})

test('a list that nobody has opened stays unloaded', () => {
  onTicket(cache, me, ticket())
  expect(cache.getQueryData(ticketKeys.list({}))).toBeUndefined()
})

test('news that were overtaken change nothing', () => {
  load({}, ticket({ version: 5, title: 'new' }))
  onTicket(cache, me, ticket({ version: 4, title: 'old' }))
  expect(knownTicket(cache, 'T1')?.title).toBe('new')
})

test('a push does not carry the description, and does not take it away', () => {
  onTicket(cache, me, ticket({ description: 'Since Monday.' }))
  const { description: _, ...row } = ticket({ version: 2, seq: 2, title: 'Parcel found' })
  onTicket(cache, me, row)
  expect(knownTicket(cache, 'T1')).toMatchObject({ title: 'Parcel found', description: 'Since Monday.' })
})

test('a warning and a breach are told once each', () => {
  load({}, ticket({ sla: [clock()] }))
  expect(onClock(cache, me, heard({ warned: true }))).toMatchObject([{ what: 'warned', target: 'first_response' }])
  expect(onClock(cache, me, heard({ warned: true }))).toEqual([])
  expect(onClock(cache, me, heard({ warned: true, state: 'breached' }))).toMatchObject([{ what: 'breached' }])
  expect(onClock(cache, me, heard({ warned: true, state: 'breached' }))).toEqual([])
})

test('a breach that comes with the ticket and with its clock is told once, whichever is first', () => {
  const late = ticket({ sla: [clock({ state: 'breached', warned: true })], seq: 2 })
  const frame = heard({ state: 'breached', warned: true })
  load({}, ticket({ sla: [clock()] }))
  expect([onTicket(cache, me, late).length, onClock(cache, me, frame).length]).toEqual([1, 0])
  cache.clear()
  load({}, ticket({ sla: [clock()] }))
  expect([onClock(cache, me, frame).length, onTicket(cache, me, late).length]).toEqual([1, 0])
})

test('of a ticket that is seen for the first time no old breach is told', () => {
  expect(onTicket(cache, me, ticket({ sla: [clock({ state: 'breached' })] }))).toEqual([])
})

test('a new deadline replaces the old one and disturbs nobody', () => {
  load({}, ticket({ sla: [clock(), clock({ target: 'resolution' })] }))
  expect(onClock(cache, me, heard({ due_at: '2026-01-01T09:00:00.000Z' }))).toEqual([])
  expect(knownTicket(cache, 'T1')?.sla).toContainEqual(clock({ due_at: '2026-01-01T09:00:00.000Z' }))
  expect(knownTicket(cache, 'T1')?.sla).toHaveLength(2)
})

test('the clock of a ticket that is not loaded is nobody\'s news', () => {
  expect(onClock(cache, me, heard({ warned: true }))).toEqual([])
})

test('an alarm concerns whoever has the ticket, and everybody while nobody has it', () => {
  const alarm = (t: Ticket) => ({ ticket: t, target: 'resolution', what: 'warned' }) as const
  expect(concerns(alarm(ticket({ assignee: wang })), me)).toBe(true)
  expect(concerns(alarm(ticket({ assignee: { id: 'P2', name: 'Zhao' } })), me)).toBe(false)
  expect(concerns(alarm(ticket()), me)).toBe(true)
})
