/** The frames of the socket: what we say to the desk, and what it says to us. */
import type { ClockFrame, TicketFrame } from './tickets'
import type { AnyMessage, ChoicePart, Conversation, Delivery, Message, Presence, TextPart, VisitorConversation } from './wire'

interface Ref {
  ref?: string
}

export interface HelloFrame extends Ref {
  t: 'hello'
  v: 1
  presence?: Exclude<Presence, 'offline'>
}
export interface SayFrame extends Ref {
  t: 'say'
  conversation: string | null
  session: string
  n: number
  parts: (TextPart | ChoicePart | { type: 'file'; attachment: string })[]
  kind?: 'message' | 'note'
  quote?: number
}
export interface EditFrame extends Ref {
  t: 'edit'
  conversation: string
  seq: number
  parts: TextPart[]
  edits?: number
}
export interface RecallFrame extends Ref {
  t: 'recall'
  conversation: string
  seq: number
}
export interface SyncFrame extends Ref {
  t: 'sync'
  conversation: string
  after: number
  session?: string
}
export interface TypingOut extends Ref {
  t: 'typing'
  conversation: string
  on: boolean
}
export interface SeenOut extends Ref {
  t: 'seen'
  conversation: string
  seq: number
}
export interface PingFrame extends Ref {
  t: 'ping'
}
export type ClientFrame = HelloFrame | SayFrame | EditFrame | RecallFrame | SyncFrame | TypingOut | SeenOut | PingFrame

export interface WelcomeFrame extends Ref {
  t: 'welcome'
  v: 1
  session: string
  caller: { kind: string; id: string }
  conversation: VisitorConversation | null
  heartbeat_s: number
  max_age_s: number
  /** For how long what one said can be changed. */
  amend_s: number
  people?: { id: string; name: string; presence: Presence }[]
}
export interface SaidFrame extends Ref {
  t: 'said'
  conversation: string
  session: string
  n: number
  id: string
  seq: number
  at: string
}
export interface HistoryFrame extends Ref {
  t: 'history'
  conversation: string
  after: number
  messages: AnyMessage[]
  seq: number
  more: boolean
  state: Conversation | VisitorConversation
}
export interface AmendedFrame extends Ref {
  t: 'amended'
  message: Message
}
export interface PongFrame extends Ref {
  t: 'pong'
  at: string
}
export interface MessageFrame {
  t: 'message'
  conversation: string
  message: AnyMessage
}
export interface StateFrame {
  t: 'state'
  conversation: Conversation | VisitorConversation
}
export interface TypingFrame {
  t: 'typing'
  conversation: string
  who: { kind: string; id: string; name?: string }
  on: boolean
}
export interface SeenFrame {
  t: 'seen'
  conversation: string
  by: 'customer' | 'agent'
  seq: number
}
/** To agents: what goes out by an inbox has come further, or not. */
export interface DeliveryFrame {
  t: 'delivery'
  conversation: string
  seq: number
  delivery: Delivery
}
export interface PresenceFrame {
  t: 'presence'
  person: string
  name: string
  presence: Presence
}
export interface RefusedFrame extends Ref {
  t: 'refused'
  of: string | null
  code: string
  detail: string
  pointer?: string
  rule?: string
  expected?: number
  retry_ms?: number
}
export interface RetryFrame {
  t: 'retry'
  after_ms: number
}
export type PushFrame =
  | MessageFrame | StateFrame | TypingFrame | SeenFrame | DeliveryFrame | PresenceFrame | TicketFrame | ClockFrame | RetryFrame
export type AnswerFrame = WelcomeFrame | SaidFrame | AmendedFrame | HistoryFrame | PongFrame | RefusedFrame
export type ServerFrame = PushFrame | AnswerFrame

/** Which answer belongs to which question. */
export interface Answers {
  hello: WelcomeFrame
  say: SaidFrame
  edit: AmendedFrame
  recall: AmendedFrame
  sync: HistoryFrame
  ping: PongFrame
}
export type Question = Extract<ClientFrame, { t: keyof Answers }>
export type AnswerTo<Q extends Question> = Answers[Q['t']]
