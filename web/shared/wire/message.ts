/** What was said: one entry of a conversation, and what it is made of. */
import type { ChannelPart, Delivery, Source } from './channel'

export type AuthorKind = 'customer' | 'agent' | 'bot' | 'api' | 'system'
export type MessageKind = 'message' | 'note' | 'event' | 'hidden'
export type EventName =
  | 'taken'
  | 'released'
  | 'resolved'
  | 'reopened'
  | 'started'
  | 'handed_over'
  | 'assigned'
  | 'transferred'
  | 'requeued'
  | 'ticket_opened'
  | 'ticket_changed'
  | 'rated'
  | 'waiting'
  | 'edited'
  | 'recalled'
  | 'automatic'

export interface Author {
  kind: AuthorKind
  id: string
  name?: string
}
export interface TextPart {
  type: 'text'
  text: string
}
/** Quick replies under a message of the bot. */
export interface OptionsPart {
  type: 'options'
  options: Option[]
}
export interface Option {
  id: string
  label: string
}
/** A click on one of them. */
export interface ChoicePart {
  type: 'choice'
  id: string
  text: string
}
/** A file that was looked at: its type is what its content says, its name was cleaned. */
export interface FilePart {
  type: 'image' | 'audio' | 'video' | 'file'
  id: string
  name: string
  mime: string
  size: number
}
/** One that is about to be said; the token stands for it. */
export interface Attached extends FilePart {
  attachment: string
}
export type Part = TextPart | OptionsPart | ChoicePart | FilePart | ChannelPart

/** More of an event; a visitor gets only what is theirs to know. */
export interface EventData {
  reason?: string
  /** assigned, transferred: the new holder or team */
  to?: string
  /** assigned, transferred: the new holder's or team's name */
  name?: string
  load?: number
  capacity?: number
  /** ticket_opened, ticket_changed */
  number?: number
  status?: string
  /** rated; the words are the message's text */
  score?: number
  /** waiting: for agents alone */
  waited_s?: number
  /** edited, recalled: of the message that was */
  seq?: number
}

/** What the bot looked at before it spoke: for agents alone. */
export interface Tried {
  decision: string
  entries: { entry: string; title: string; score: number }[]
}

export interface Message {
  id: string
  conversation: string
  seq: number
  at: string
  kind: MessageKind
  author: Author
  parts: Part[]
  event?: { name: EventName; by?: Author; data?: EventData }
  tried?: Tried
  edits?: number
  edited_at?: string
  recalled_at?: string
  quote?: Quote
  /** edited, recalled: the message as it was when this was read */
  amended?: Message
  /** The customer was erased: nothing of it can be shown any more. */
  erased?: true
  /** What goes out by an inbox: how far it has come. For agents alone, as is `source`. */
  delivery?: Delivery
  source?: Source
  session?: string
  n?: number
}
/** A little of the message that another one answers. */
export interface Quote {
  seq: number
  author: Author
  text: string
  recalled?: boolean
}
/** What a visitor gets in the place of a note: only enough to keep the sequence dense. */
export interface HiddenMessage {
  conversation: string
  seq: number
  at: string
  kind: 'hidden'
}
export type AnyMessage = Message | HiddenMessage
