import { makeApi, nonce } from '../../shared/api'
import type { Locale, Page } from '../../shared/wire'

const api = makeApi()
const make = <T>(path: string, body: object): Promise<T> => api.post<T>(path, body, { key: nonce() })

export type EntryKind = 'faq' | 'article'
export interface Entry {
  id: string
  kind: EntryKind
  locale: Locale
  title: string
  body: string
  alternatives: string[]
  keywords: string[]
  category: string
  status: 'draft' | 'published' | 'changed'
  published_at: string | null
  version: number
}
export type EntryDraft = Pick<Entry, 'kind' | 'locale' | 'title' | 'body' | 'alternatives' | 'keywords' | 'category'>
export interface Hit { id: string; title: string; score: number }
export interface ImportState {
  import: string
  status: string
  rows: number
  done: number
}
export interface RowError { row: number; pointer: string; rule: string; detail: string }
export interface ImportBody {
  format: 'csv' | 'jsonl'
  content_base64: string
  encoding?: string
  locale?: Locale
  publish: boolean
}

export interface Keyword { words: string[]; reply: string }
export interface BotSettings {
  name: string
  welcome: Record<Locale, string>
  keywords: Keyword[]
  handoff_deadline_s: number
  version: number
}
export interface Tried { decision: string; text?: string; reason?: string; options?: { id: string; label: string }[]; tried?: Hit[] }

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Day = (typeof days)[number]
export type Span = [string, string]
export interface OwnDay { date: string; name: string; intervals: Span[] }
export interface Calendar {
  time_zone: string
  week: Partial<Record<Day, Span[]>>
  holidays: string | null
  makeup_as: Day
  own_days: OwnDay[]
  version: number
}
export interface PreviewDay { date: string; intervals: Span[]; reason: string; name?: string | null }

export const priorities = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]
export const targets = ['first_response_min', 'next_response_min', 'resolution_min'] as const
export type Target = (typeof targets)[number]
export interface Sla {
  targets: Record<Priority, Record<Target, number | null>>
  warn_percent: number
  version: number
}
export interface Team { id: string; name: string; version: number }

export const knowledge = {
  list: (locale: Locale) => (cursor?: string, signal?: AbortSignal) =>
    api.get<Page<Entry>>('/knowledge', { query: { locale, cursor }, signal }),
  search: (q: string, locale: Locale) => api.get<{ items: Hit[] }>('/knowledge/search', { query: { q, locale } }),
  make: (entry: EntryDraft) => make<Entry>('/knowledge', entry),
  change: (id: string, version: number, entry: Partial<EntryDraft>) => api.patch<Entry>(`/knowledge/${id}`, entry, version),
  remove: (id: string) => api.del(`/knowledge/${id}`),
  publish: (id: string) => make<Entry>(`/knowledge/${id}/publish`, {}),
  unpublish: (id: string) => make<Entry>(`/knowledge/${id}/unpublish`, {}),
  publishAll: () => make('/knowledge/publish', {}),
  import: (body: ImportBody) => make<ImportState>('/knowledge/import', body),
  importState: (id: string) => api.get<ImportState>(`/knowledge/imports/${id}`),
}
export const bot = {
  get: () => api.get<BotSettings>('/bot'),
  change: (version: number, change: Partial<BotSettings>) => api.patch<BotSettings>('/bot', change, version),
  try: (text: string, locale: Locale) => make<Tried>('/bot/try', { text, locale }),
}
export const hours = {
  get: () => api.get<Calendar>('/calendar'),
  change: (version: number, change: Partial<Calendar>) => api.patch<Calendar>('/calendar', change, version),
  preview: (from: string, count: number) =>
    api.get<{ items: PreviewDay[] }>('/calendar/preview', { query: { from, days: count } }),
}
export const sla = {
  get: () => api.get<Sla>('/sla'),
  change: (version: number, change: Partial<Sla>) => api.patch<Sla>('/sla', change, version),
}
export const teams = {
  list: (cursor?: string, signal?: AbortSignal) => api.get<Page<Team>>('/teams', { query: { cursor }, signal }),
  make: (name: string) => make<Team>('/teams', { name }),
  rename: (id: string, version: number, name: string) => api.patch<Team>(`/teams/${id}`, { name }, version),
  remove: (id: string) => api.del(`/teams/${id}`),
  seat: (person: string, version: number, change: { teams?: string[]; capacity?: number }) =>
    api.patch(`/people/${person}`, change, version),
}
