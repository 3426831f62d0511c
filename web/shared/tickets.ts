/** Tickets as they travel between us and the desk. */
import type { Author } from './wire'

export const statuses = ['new', 'open', 'pending', 'on_hold', 'resolved', 'closed', 'merged'] as const
export const types = ['question', 'incident', 'problem', 'task', 'complaint'] as const
export const priorities = ['urgent', 'high', 'normal', 'low'] as const
export const targets = ['first_response', 'next_response', 'resolution'] as const

export type TicketStatus = (typeof statuses)[number]
export type TicketType = (typeof types)[number]
export type Priority = (typeof priorities)[number]
export type Target = (typeof targets)[number]
export type ClockState = 'running' | 'paused' | 'met' | 'breached'

/** One promise of the SLA, as lists and pushes tell it. */
export interface Clock {
  target: Target
  state: ClockState
  warned: boolean
  /** Answered or done, in time or (with the state `breached`) too late; else somebody still waits. */
  met: boolean
  due_at: string | null
}
/** A stretch of time that a clock counted, or did not, and why. */
export interface Span {
  from: string
  to: string | null
  counted: boolean
  reason: string
  /** Of the holiday or own day that closes it. */
  name: string | null
}
export interface ClockDetail extends Clock {
  met_at: string | null
  /** Minutes of working time that were promised, and seconds of it that were counted. */
  target_min: number
  counted_s: number
  spans: Span[]
  /** There are older spans than these. */
  more: boolean
}

export interface Named {
  id: string
  name: string
}
export interface Ticket {
  /** Its customer was erased: what was written here is gone. */
  erased?: true
  id: string
  number: number
  title: string
  /** Only with the ticket itself, not in lists and pushes. */
  description?: string
  type: TicketType
  category: string
  priority: Priority
  status: TicketStatus
  tags: string[]
  team: string | null
  assignee: Named | null
  customer: (Named & { email?: string }) | null
  conversation: string | null
  created_at: string
  updated_at: string
  resolved_at: string | null
  sla: Clock[]
  rating: { score: number; text?: string } | null
  seq: number
  version: number
}

export type EntryKind =
  | 'created' | 'transition' | 'changed' | 'assigned' | 'comment' | 'note' | 'sla' | 'notified' | 'rated'

export interface TimelineEntry {
  seq: number
  at: string
  kind: EntryKind
  by: Author
  text?: string
  data: Record<string, unknown>
  public: boolean
  erased?: true
}

export interface TicketFrame {
  t: 'ticket'
  ticket: Ticket
}
export interface ClockFrame extends Clock {
  t: 'clock'
  ticket: string
}
