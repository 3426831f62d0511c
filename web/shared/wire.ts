/** What travels between us and the desk. Names and shapes are those of the JSON contracts. */
export type Role = 'owner' | 'admin' | 'supervisor' | 'agent' | 'auditor' | 'viewer'
export type Locale = 'zh' | 'en'
export type Status = 'bot' | 'queued' | 'active' | 'snoozed' | 'resolved'
export type Presence = 'available' | 'away' | 'offline'
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
export type HandoffReason =
  | 'asked'
  | 'no_answer'
  | 'no_knowledge'
  | 'low_confidence'
  | 'bot_failed'
  | 'off'
  | 'deadline'

export interface Branding {
  accent: string
}
export type Greeting = Record<Locale, string>

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Merchant {
  id: string
  name: string
  locale: Locale
  time_zone: string
  branding: Branding
  greeting: Greeting
  /** Does the bot speak first? */
  bot_on: boolean
  version: number
}
export interface Person {
  id: string
  name: string
  email: string
  locale: Locale
  version: number
}
export interface Membership {
  merchant: string
  merchant_name: string
  role: Role
}
export interface Session {
  person: Person
  merchant: Merchant
  role: Role
  memberships: Membership[]
}

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
export type Part = TextPart | OptionsPart | ChoicePart | FilePart

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
  id: string
  status: Status
  assignee: { id: string; name: string } | null
  customer: { id: string; name: string }
  locale: Locale
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
export interface Team {
  id: string
  name: string
  version: number
}

export interface MessagePage {
  items: AnyMessage[]
  seq: number
  more: boolean
  state: Conversation | VisitorConversation
}

export interface WidgetConfig {
  grant: string
  merchant: { name: string }
  branding: Branding
  greeting: Greeting
  locale: Locale
}
/** The bot as customers meet it; none where it is switched off. */
export interface BotFace {
  name: string
  welcome: Greeting
}
export interface VisitorSession {
  token: string
  expires_at: string
  renew_until: string
  visitor: string
  conversation: VisitorConversation | null
  bot?: BotFace | null
  merchant: { name: string }
  branding: Branding
  greeting: Greeting
  locale: Locale
}
export interface SocketTicket {
  url: string
  ticket: string
  expires_in: number
}

export interface ProblemBody {
  type: string
  title: string
  status: number
  code: string
  detail: string
  pointer?: string
  rule?: string
  retry_after?: number
  expected?: number
  errors?: unknown[]
}
