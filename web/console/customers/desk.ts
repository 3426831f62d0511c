import type { Conversation, Page } from '../../shared/wire'
import { api, make } from '../core/desk'
import type { Attribute, Customer, CustomerRow, Tier } from '../core/records'
import { type Narrowing, askedFor } from './narrow'
import type { Sought } from './sought'

export interface Change {
  name?: string
  email?: string
  phone?: string
  company?: string
  tier?: Tier
  attributes?: Attribute[]
}

const at = (id: string): string => `/customers/${id}`

export const customers = {
  list: (only: Narrowing | null) => (cursor?: string, signal?: AbortSignal) =>
    api.get<Page<CustomerRow>>('/customers', { query: { ...askedFor(only), cursor }, signal }),
  known: ({ by, value }: Sought) => (cursor?: string, signal?: AbortSignal) =>
    api.get<Page<CustomerRow>>('/customers', { query: { [by]: value, cursor }, signal }),
  get: (id: string, signal?: AbortSignal) => api.get<Customer>(at(id), { signal }),
  change: (id: string, version: number, change: Change) => api.patch<Customer>(at(id), change, version),
  merge: (id: string, other: string) => make<Customer>(`${at(id)}/merge`, { customer: other }),
  unmerge: (id: string, other: string) => make<Customer>(`${at(id)}/unmerge`, { customer: other }),
  block: (id: string, reason: string) => make<Customer>(`${at(id)}/block`, { reason }),
  unblock: (id: string) => make<Customer>(`${at(id)}/unblock`, {}),
  history: (id: string) => (cursor?: string, signal?: AbortSignal) =>
    api.get<Page<Conversation>>(`${at(id)}/conversations`, { query: { cursor, limit: 20 }, signal }),
}

/** Lists are asked again whenever they may have changed; nobody is looked up again unasked. */
export const listed = ['customers', 'listed'] as const
export const sought = ['customers', 'sought'] as const
export const listKey = (only: Narrowing | null) => [...listed, only ?? ''] as const
export const foundKey = ({ by, value }: Sought) => [...sought, by, value] as const
