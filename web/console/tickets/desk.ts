import type { ClockDetail, Priority, Ticket, TicketStatus, TicketType, TimelineEntry } from '../../shared/tickets'
import type { Page } from '../../shared/wire'
import { api, make } from '../core/desk'
import type { Filters } from './filters'

export interface SavedView {
  id: string
  name: string
  filters: Filters
}
/** What a form can say of a ticket. */
export interface Words {
  title: string
  description: string
  type: TicketType
  category: string
  priority: Priority
  tags: string[]
}
export type NewTicket = Partial<Words & Holder> & { title: string }
export interface Holder {
  person: string | null
  team: string | null
}

interface TimelinePage {
  items: TimelineEntry[]
  seq: number
  more: boolean
}

const one = (id: string): string => `/tickets/${id}`

export const tickets = {
  list: (filters: Filters, cursor?: string, signal?: AbortSignal) =>
    api.get<Page<Ticket>>('/tickets', { query: { ...filters, cursor }, signal }),
  get: (id: string, signal?: AbortSignal) => api.get<Ticket>(one(id), { signal }),
  create: (ticket: NewTicket) => make<Ticket>('/tickets', ticket),
  createFrom: (conversation: string, ticket: NewTicket) =>
    make<Ticket>(`/conversations/${conversation}/ticket`, ticket),
  change: (id: string, version: number, words: Partial<Words>) => api.patch<Ticket>(one(id), words, version),
  transition: (id: string, version: number, to: TicketStatus, reason?: string) =>
    make<Ticket>(`${one(id)}/transition`, { to, version, ...(reason && { reason }) }),
  assign: (id: string, version: number, holder: Holder) => make<Ticket>(`${one(id)}/assign`, { ...holder, version }),
  comment: (id: string, text: string, toCustomer: boolean) =>
    make<TimelineEntry>(`${one(id)}/comments`, { text, public: toCustomer }),
  timeline: (id: string, after: number, signal?: AbortSignal) =>
    api.get<TimelinePage>(`${one(id)}/timeline`, { query: { after, limit: 100 }, signal }),
  clocks: (id: string, signal?: AbortSignal) => api.get<{ items: ClockDetail[] }>(`${one(id)}/clocks`, { signal }),
  views: (signal?: AbortSignal) => api.get<{ items: SavedView[] }>('/ticket-views', { signal }),
  keepView: (name: string, filters: Filters) => make<SavedView>('/ticket-views', { name, filters }),
  dropView: (id: string) => api.del(`/ticket-views/${id}`),
}
