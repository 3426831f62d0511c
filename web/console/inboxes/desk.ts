import type { Channel, Page } from '../../shared/wire'
import { api, make } from '../core/desk'

export type Made = Exclude<Channel, 'widget'>
export type State = 'on' | 'off' | 'disabled'

export interface Secret {
  hint: string
  made_at: string
  /** When it ends; null for the newest. */
  until: string | null
}
export interface FormField {
  id: string
  label: string
  kind: 'text' | 'long' | 'email' | 'phone' | 'choice' | 'files'
  required?: boolean
  most_files?: number
  most_megabytes?: number
  options?: string[]
}
interface Common {
  /** Of forms and mail: under which it goes out, while its domain is proved. */
  from_address?: string
  makes?: 'conversation' | 'ticket'
  team?: string
}
export interface WebhookSettings extends Common {
  bot?: boolean
  url?: string
  window?: { hours: number; messages?: number }
}
export interface FormSettings extends Common {
  title?: string
  intro?: string
  consent?: string
  thanks?: string
  fields?: FormField[]
  confirm?: boolean
  locale?: 'zh' | 'en'
  allowed_origins?: string[]
}
export interface EmailSettings extends Common {
  bot?: boolean
  sender_name?: string
  signature?: string
  agent_names?: boolean
  continues?: boolean
}

interface Base<C extends Made, S> {
  id: string
  channel: C
  name: string
  state: State
  why: string | null
  settings: S
  created_at: string
  version: number
}
export type Webhook = Base<'webhook', WebhookSettings> & { url: string; secrets: Secret[] }
export type Form = Base<'form', FormSettings> & { url: string; key: string; snippet: string }
export type Email = Base<'email', EmailSettings> & { address: string }
export type Inbox = Webhook | Form | Email
export type Settings = Inbox['settings']

export interface Attempt {
  at: string
  conversation: string
  seq: number
  attempt: number
  outcome: 'accepted' | 'rejected' | 'retry' | 'unknown' | 'gone'
  code: string
  status: number
  took_ms: number
  detail: string
}
export type Tried = Pick<Attempt, 'outcome' | 'status' | 'code' | 'detail' | 'took_ms'>
export interface Health {
  failures: number
  resting_until: string | null
  failing_since: string | null
}
export interface DnsRecord {
  type: string
  host: string
  value: string
}
export interface SendingDomain {
  id: string
  domain: string
  state: 'waiting' | 'proved' | 'failed' | 'lost'
  since: string
  records: DnsRecord[]
  created_at: string
}
/** The secret is told once. */
export type Told<T extends Inbox = Inbox> = T & { secret?: string }

const at = (id: string): string => `/inboxes/${id}`

export const inboxes = {
  list: (cursor?: string, signal?: AbortSignal) => api.get<Page<Inbox>>('/inboxes', { query: { cursor }, signal }),
  get: (id: string) => api.get<Inbox>(at(id)),
  make: (channel: Made, name: string) => make<Told>('/inboxes', { channel, name }),
  change: (id: string, version: number, change: { name?: string; state?: 'on' | 'off'; settings?: Settings }) =>
    api.patch<Inbox>(at(id), change, version),
  remove: (id: string) => api.del(at(id)),
  newSecret: (id: string) => make<Told<Webhook>>(`${at(id)}/secret`, {}),
  endOldSecret: (id: string) => api.del(`${at(id)}/secret`),
  test: (id: string) => make<Tried>(`${at(id)}/test`, {}),
  health: (id: string, signal?: AbortSignal) => api.get<Health>(`${at(id)}/health`, { signal }),
  deliveries: (id: string) => (cursor?: string, signal?: AbortSignal) =>
    api.get<Page<Attempt>>(`${at(id)}/deliveries`, { query: { cursor, limit: 20 }, signal }),
}

export const sendingDomains = {
  list: (signal?: AbortSignal) => api.get<Page<SendingDomain>>('/sending-domains', { signal }),
  add: (domain: string) => make<SendingDomain>('/sending-domains', { domain }),
  check: (id: string) => make<SendingDomain>(`/sending-domains/${id}/check`, {}),
  remove: (id: string) => api.del(`/sending-domains/${id}`),
}
