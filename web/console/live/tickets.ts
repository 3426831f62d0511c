/** News of tickets, put into the query cache. */
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

/** A push may be overtaken by a later one, or by an answer to what we did ourselves. */
export function onTicket(cache: QueryClient, me: string, news: Ticket): void {
  const known = knownTicket(cache, news.id)
  if (known && (known.version > news.version || known.seq > news.seq)) return
  const whole = news.description !== undefined
  store(cache, me, whole ? news : { ...news, description: known?.description })
  if (known?.seq === news.seq) return
  // What a push does not carry is asked for, where it is on the screen.
  const parts = [ticketKeys.timeline(news.id), ticketKeys.clocks(news.id)]
  for (const queryKey of whole ? parts : [ticketKeys.one(news.id)]) void cache.invalidateQueries({ queryKey })
}

function store(cache: QueryClient, me: string, ticket: Ticket): void {
  cache.setQueryData(ticketKeys.one(ticket.id), ticket)
  for (const [key, filters, pages] of lists(cache)) cache.setQueryData(key, putTicket(pages, filters, ticket, me))
}

/** What became of a clock that somebody may have to hear of. */
export interface Alarm {
  ticket: Ticket
  target: Clock['target']
  what: 'warned' | 'breached'
}

/** Keeps a loaded ticket's clock; says so once when it comes near its end or passes it. */
export function onClock(cache: QueryClient, me: string, frame: ClockFrame): Alarm | null {
  const ticket = knownTicket(cache, frame.ticket)
  if (!ticket) return null
  const { target, state, warned, due_at } = frame
  const before = ticket.sla.find((clock) => clock.target === target)
  const news: Clock = { target, state, warned, due_at }
  const now = { ...ticket, sla: [...ticket.sla.filter((clock) => clock.target !== target), news] }
  store(cache, me, now)
  void cache.invalidateQueries({ queryKey: ticketKeys.clocks(ticket.id) })
  if (state === 'breached' && before?.state !== 'breached') return { ticket: now, target, what: 'breached' }
  if (state === 'running' && warned && !before?.warned) return { ticket: now, target, what: 'warned' }
  return null
}

/** Mine, and what nobody has: those somebody here must act on. */
export const concerns = ({ ticket }: Alarm, me: string): boolean =>
  ticket.assignee === null || ticket.assignee.id === me
