/** What the panel shows, as one plain value; and the small pure steps that change it. */
import { joined } from '../../../shared/amend'
import type { Lang } from '../../../shared/i18n'
import type { Pending } from '../../../shared/link'
import type { AnyMessage, BotFace, Greeting, Message, Quote, VisitorConversation } from '../../../shared/wire'

/** What fills the panel: the talk, or one of the pages that are fetched when first needed. */
export type Page = { at: 'chat' | 'leave' } | { at: 'attach'; files?: File[] } | { at: 'requests'; number?: number }

/** So many messages at a time. */
export const newest = 30

export interface View {
  phase: 'loading' | 'ready' | 'failed'
  /** The code of the problem, when the phase is failed. */
  problem: string
  name: string
  greeting: Greeting
  bot: BotFace | null
  lang: Lang
  open: boolean
  /** What was seen when the panel was opened, where something had come since; else beyond all. */
  mark: number
  page: Page
  line: 'fine' | 'reconnecting' | 'offline' | 'slow'
  live: boolean
  conversation: VisitorConversation | null
  /** Conversations in the order in which they were begun; messages stand in that order, then by seq. */
  threads: string[]
  messages: AnyMessage[]
  pending: Pending[]
  typing: { name?: string } | null
  /** The message that something is about to be done with, and the one that is about to be answered. */
  about: Message | null
  quote: Quote | null
  /** Has the newest page of the conversation been read? */
  synced: boolean
  earlier: 'idle' | 'loading' | 'failed'
}

export const blank: View = {
  phase: 'loading',
  problem: '',
  name: '',
  greeting: { zh: '', en: '' },
  bot: null,
  lang: 'en',
  open: false,
  mark: 0,
  page: { at: 'chat' },
  line: 'fine',
  live: false,
  conversation: null,
  threads: [],
  messages: [],
  pending: [],
  typing: null,
  about: null,
  quote: null,
  synced: false,
  earlier: 'idle',
}

export const isFull = (message: AnyMessage): message is Message => message.kind !== 'hidden'
export const isOurs = (message: AnyMessage): boolean => isFull(message) && message.author.kind === 'customer'
const speaks = (message: AnyMessage): boolean => message.kind === 'message' && !isOurs(message)

/** Puts messages in their places; each stands once, as it is now. */
export function withMessages(view: View, more: readonly AnyMessage[]): View {
  const threads = [...new Set([...view.threads, ...more.map((m) => m.conversation)])]
  const order = (m: AnyMessage): number => threads.indexOf(m.conversation)
  const messages = joined(view.messages, more).sort((a, b) => order(a) - order(b) || a.seq - b.seq)
  return { ...view, threads, messages, conversation: ofMessages(view, more) }
}

/** A message tells of a new conversation, or that ours has grown. */
function ofMessages({ conversation: known, bot }: View, more: readonly AnyMessage[]): VisitorConversation | null {
  const last = more.at(-1)
  if (!last) return known
  if (known?.id === last.conversation) return { ...known, seq: Math.max(known.seq, last.seq) }
  const status = bot ? 'bot' : 'queued'
  return { id: last.conversation, seq: last.seq, status, seen: { customer: 0, agent: 0 }, assignee_name: null }
}

/** How many answers wait to be read. */
export const unread = ({ conversation, messages }: View): number =>
  conversation
    ? messages.filter((m) => speaks(m) && m.conversation === conversation.id && m.seq > conversation.seen.customer).length
    : 0

/** An answer shows that what stood before it was read, also where nobody said so. */
export const seenByAgent = ({ conversation, messages }: View): number =>
  Math.max(
    conversation?.seen.agent ?? 0,
    ...messages.filter((m) => m.conversation === conversation?.id && isFull(m) && m.author.kind === 'agent').map((m) => m.seq),
  )

/** May we ask for a person? Only while the bot holds the talk, or would get its first word. */
export const withBot = ({ conversation, bot }: View): boolean => (conversation ? conversation.status === 'bot' : !!bot)

export const hasEarlier = ({ messages }: View): boolean => (messages[0]?.seq ?? 1) > 1
