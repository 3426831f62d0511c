/** A conversation as agents see it, and the little of it that its visitor sees. */
import type { Channel } from './channel'
import type { AnyMessage, AuthorKind, MessageKind } from './message'
import type { Locale } from './people'

export type Status = 'bot' | 'queued' | 'active' | 'snoozed' | 'resolved'
export type HandoffReason =
  | 'asked'
  | 'no_answer'
  | 'no_knowledge'
  | 'low_confidence'
  | 'bot_failed'
  | 'off'
  | 'deadline'

export interface LastMessage {
  seq: number
  kind: MessageKind
  author_kind: AuthorKind
  preview: string
  at: string
}
export interface Conversation {
  /** The customer was erased: name and words are gone. */
  erased?: true
  /** The customer may not write any more. */
  blocked?: true
  id: string
  status: Status
  assignee: { id: string; name: string } | null
  customer: { id: string; name: string }
  locale: Locale
  channel: Channel
  /** The inbox that it came by; the widget has none. */
  inbox: string | null
  subject: string | null
  seq: number
  seen: { customer: number; agent: number }
  last: LastMessage | null
  waiting_since: string | null
  team: string | null
  queued_at: string | null
  handoff: { reason: HandoffReason; at: string } | null
  /** Why the holder has it, with the numbers that decided. */
  assigned: { reason: string; at: string; data: Readonly<Record<string, number>> } | null
  /** Its open ticket. */
  ticket: { id: string; number: number } | null
  /** The words of a rating are the text of its event. */
  rating: { score: number; at: string } | null
  created_at: string
  updated_at: string
  version: number
}
/** The little that a visitor may know of the state of their conversation. */
export interface VisitorConversation {
  id: string
  status: Status
  seq: number
  seen: { customer: number; agent: number }
  assignee_name: string | null
  /** Why a person was asked for. */
  handoff?: string | null
  /** The number of its open ticket. */
  ticket?: number | null
  rating?: number | null
  can_rate?: boolean
}
export interface MessagePage {
  items: AnyMessage[]
  seq: number
  more: boolean
  state: Conversation | VisitorConversation
}
