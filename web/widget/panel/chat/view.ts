/** What the panel shows, as one plain value; and the small pure steps that change it. */
import type { Lang } from '../../../shared/i18n'
import type { Pending } from '../../../shared/link'
import type { AnyMessage, Greeting, Message, VisitorConversation } from '../../../shared/wire'

export interface View {
  phase: 'loading' | 'ready' | 'failed'
  /** The code of the problem, when the phase is failed. */
  problem: string
  name: string
  greeting: Greeting
  lang: Lang
  open: boolean
  line: 'fine' | 'reconnecting' | 'offline'
  live: boolean
  conversation: VisitorConversation | null
  /** Conversations in the order in which they were begun; messages stand in that order, then by seq. */
  threads: string[]
  messages: AnyMessage[]
  pending: Pending[]
  typing: { name?: string } | null
  /** Has the newest page of the conversation been read? */
  synced: boolean
  earlier: 'idle' | 'loading' | 'failed'
}

export const blank: View = {
  phase: 'loading',
  problem: '',
  name: '',
  greeting: { zh: '', en: '' },
  lang: 'en',
  open: false,
  line: 'fine',
  live: false,
  conversation: null,
  threads: [],
  messages: [],
  pending: [],
  typing: null,
  synced: false,
  earlier: 'idle',
}

export const isFull = (message: AnyMessage): message is Message => message.kind !== 'hidden'
export const isOurs = (message: AnyMessage): boolean => isFull(message) && message.author.kind === 'customer'
const speaks = (message: AnyMessage): boolean => message.kind === 'message' && !isOurs(message)

/** Puts messages in their places; one that is there already stays. */
export function withMessages(view: View, more: readonly AnyMessage[]): View {
  const threads = [...new Set([...view.threads, ...more.map((m) => m.conversation)])]
  const byName = new Map([...more, ...view.messages].map((m) => [name(m), m]))
  const order = (m: AnyMessage): number => threads.indexOf(m.conversation)
  const messages = [...byName.values()].sort((a, b) => order(a) - order(b) || a.seq - b.seq)
  return { ...view, threads, messages, conversation: ofMessages(view.conversation, more) }
}

const name = (m: AnyMessage): string => `${m.conversation}:${m.seq}`

/** A message tells of a new conversation, or that ours has grown. */
function ofMessages(known: VisitorConversation | null, more: readonly AnyMessage[]): VisitorConversation | null {
  const last = more.at(-1)
  if (!last) return known
  if (known?.id === last.conversation) return { ...known, seq: Math.max(known.seq, last.seq) }
  return { id: last.conversation, seq: last.seq, status: 'queued', seen: { customer: 0, agent: 0 }, assignee_name: null }
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

export const hasEarlier = ({ messages }: View): boolean => (messages[0]?.seq ?? 1) > 1
