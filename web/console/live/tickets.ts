/** News of tickets, put into the query cache; what became of their clocks meanwhile is given back. */
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Clock, ClockFrame, Ticket } from '../../shared/tickets'
import type { Page } from '../../shared/wire'
import { type Filters, fits, readFilters, writeFilters } from '../tickets/filters'

export type TicketPages = InfiniteData<Page<Ticket>, string | undefined>

export const ticketKeys = {
  lists: ['tickets'] as const,
  list: (filters: Filters) => ['tickets', writeFilters(filters)] as const,
  every: ['ticket'] as const,
  one: (id: string) => ['ticket', id] as const,
  timeline: (id: string) => ['ticket', id, 'timeline'] as const,
  clocks: (id: string) => ['ticket', id, 'clocks'] as const,
}

const rowsOf = (pages: TicketPages): Ticket[] => pages.pages.flatMap((page) => page.items)

/** Every loaded list of tickets, with what it is narrowed to. */
function lists(cache: QueryClient): [readonly unknown[], Filters, TicketPages][] {
  return cache.getQueriesData<TicketPages>({ queryKey: ticketKeys.lists }).flatMap(([key, pages]) =>
    pages ? [[key, readFilters(new URLSearchParams(String(key[1]))), pages] as [readonly unknown[], Filters, TicketPages]] : [])
}

/** The ticket as far as anything loaded knows it. */
export function knownTicket(cache: QueryClient, id: string): Ticket | undefined {
  const single = cache.getQueryData<Ticket>(ticketKeys.one(id))
  if (single) return single
  for (const [, , pages] of lists(cache)) {
    const found = rowsOf(pages).find((ticket) => ticket.id === id)
    if (found) return found
  }
  return undefined
}

/** Changed where it stands, gone where it no longer fits, on top where it has just come to fit. */
export function putTicket(pages: TicketPages, filters: Filters, ticket: Ticket, me: string): TicketPages {
  const stands = rowsOf(pages).some((row) => row.id === ticket.id)
  const belongs = fits(ticket, filters, me)
  if (!stands && !belongs) return pages
  const [first, ...rest] = pages.pages
  if (!stands) return first ? { ...pages, pages: [{ ...first, items: [ticket, ...first.items] }, ...rest] } : pages
  const changed = (items: readonly Ticket[]): Ticket[] =>
    items.flatMap((row) => (row.id !== ticket.id ? [row] : belongs ? [ticket] : []))
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: changed(page.items) })) }
}

/** What became of a clock that somebody may have to hear of. */
export interface Alarm {
  ticket: Ticket
  target: Clock['target']
  what: 'warned' | 'breached'
}

const breached = (clock: Clock | undefined): boolean => clock?.state === 'breached'
const warned = (clock: Clock | undefined): boolean => clock?.state === 'running' && clock.warned

/**
 * A mark comes twice, with the ticket and with its clock, in either order: what is kept already is
 * not told again. Of a ticket that nobody here knew nothing is told, for it may be long ago.
 */
function alarms(before: Ticket | undefined, ticket: Ticket): Alarm[] {
  if (!before) return []
  return ticket.sla.flatMap((now): Alarm[] => {
    const { target } = now
    const then = before.sla.find((clock) => clock.target === target)
    if (breached(now)) return breached(then) ? [] : [{ ticket, target, what: 'breached' }]
    return warned(now) && !warned(then) ? [{ ticket, target, what: 'warned' }] : []
  })
}

/** A push may be overtaken by a later one, or by an answer to what we did ourselves. */
export function onTicket(cache: QueryClient, me: string, news: Ticket): Alarm[] {
  const known = knownTicket(cache, news.id)
  if (known && (known.version > news.version || known.seq > news.seq)) return []
  const whole = news.description !== undefined
  store(cache, me, whole ? news : { ...news, description: known?.description })
  if (known?.seq !== news.seq) {
    // What a push does not carry is asked for, where it is on the screen.
    const parts = [ticketKeys.timeline(news.id), ticketKeys.clocks(news.id)]
    for (const queryKey of whole ? parts : [ticketKeys.one(news.id)]) void cache.invalidateQueries({ queryKey })
  }
  return alarms(known, news)
}

function store(cache: QueryClient, me: string, ticket: Ticket): void {
  cache.setQueryData(ticketKeys.one(ticket.id), ticket)
  for (const [key, filters, pages] of lists(cache)) cache.setQueryData(key, putTicket(pages, filters, ticket, me))
}

/** One clock of a loaded ticket, as it is now. */
export function onClock(cache: QueryClient, me: string, frame: ClockFrame): Alarm[] {
  const ticket = knownTicket(cache, frame.ticket)
  if (!ticket) return []
  const { target, state, warned: isWarned, met, due_at } = frame
  const news: Clock = { target, state, warned: isWarned, met, due_at }
  const now = { ...ticket, sla: [...ticket.sla.filter((clock) => clock.target !== target), news] }
  store(cache, me, now)
  void cache.invalidateQueries({ queryKey: ticketKeys.clocks(ticket.id) })
  return alarms(ticket, now)
}

/** Mine, and what nobody has: those somebody here must act on. */
export const concerns = ({ ticket }: Alarm, me: string): boolean =>
  ticket.assignee === null || ticket.assignee.id === me
