/** From messages to lines of the log: days, groups, gaps, and what became of our own words. */
import type { Pending } from '../../../shared/link'
import { textOf } from '../../../shared/parts'
import type { AnyMessage, EventName, Message } from '../../../shared/wire'
import { isFull, isOurs, seenByAgent, type View } from './view'

export type Fate = 'sending' | 'waiting' | 'sent' | 'seen' | 'failed' | ''

export type Row =
  | { kind: 'day'; key: string; at: string }
  /** Something missing; or, by the key `new`, where begins what came while nobody looked. */
  | { kind: 'gap'; key: string }
  | { kind: 'event'; key: string; message: Message }
  /** `asks`: nothing was said since, so that its options still stand. */
  | { kind: 'theirs'; key: string; message: Message; first: boolean; last: boolean; asks: boolean }
  | { kind: 'ours'; key: string; text: string; at: string; fate: Fate; last: boolean; message?: Message; pending?: Pending }

/** Words of one author closer than this stand together. */
const together = 5 * 60_000

const dayOf = (at: string): string => new Date(at).toDateString()
const shownEvents = new Set<EventName>([
  'taken',
  'released',
  'resolved',
  'reopened',
  'handed_over',
  'assigned',
  'transferred',
  'requeued',
  'ticket_opened',
  'ticket_changed',
  'rated',
])

function isShown(message: AnyMessage): message is Message {
  if (!isFull(message)) return false
  return message.kind !== 'event' || shownEvents.has(message.event?.name ?? 'started')
}

const joins = (a: Message | undefined, b: Message | undefined): boolean =>
  !!a && !!b && a.kind === 'message' && b.kind === 'message' &&
  a.author.kind === b.author.kind && a.author.id === b.author.id && dayOf(a.at) === dayOf(b.at) &&
  Math.abs(Date.parse(b.at) - Date.parse(a.at)) < together

export function rows(view: View): Row[] {
  const out: Row[] = []
  const shown = view.messages.filter(isShown)
  const place = new Map(shown.map((message, i) => [message, i]))
  const lastOurs = shown.findLast(isOurs)
  const asking = question(view, shown)
  const seen = seenByAgent(view)
  const { mark, conversation } = view
  const news = mark && shown.find((m) => m.conversation === conversation?.id && m.seq > mark)
  view.messages.forEach((message, i) => {
    if (isGap(view.messages[i - 1], message)) out.push({ kind: 'gap', key: `gap${message.conversation}${message.seq}` })
    if (!isShown(message)) return
    if (dayOf(message.at) !== lastDay(out)) out.push({ kind: 'day', key: `day${message.id}`, at: message.at })
    if (message === news) out.push({ kind: 'gap', key: 'new' })
    const at = place.get(message) ?? 0
    const fate = message !== lastOurs ? '' : message.seq <= seen ? 'seen' : 'sent'
    const group = { first: !joins(shown[at - 1], message), last: !joins(message, shown[at + 1]) }
    out.push(row(message, group, fate, message === asking))
  })
  return [...out, ...view.pending.map((pending) => waiting(pending, view))]
}

const isGap = (before: AnyMessage | undefined, message: AnyMessage): boolean =>
  before?.conversation === message.conversation && message.seq > before.seq + 1

function lastDay(out: readonly Row[]): string | undefined {
  const last = out.findLast((r) => r.kind !== 'gap')
  return last && dayOf('at' in last ? last.at : last.message.at)
}

/** The message that waits for an answer of ours: the last word, while the bot still listens. */
function question({ conversation, pending }: View, shown: readonly Message[]): Message | undefined {
  if (conversation?.status !== 'bot' || pending.length) return undefined
  return shown.findLast((message) => message.kind === 'message')
}

function row(message: Message, { first, last }: { first: boolean; last: boolean }, fate: Fate, asks: boolean): Row {
  const key = `${message.conversation}:${message.seq}`
  if (message.kind === 'event') return { kind: 'event', key, message }
  if (!isOurs(message)) return { kind: 'theirs', key, message, first, last, asks }
  return { kind: 'ours', key, text: textOf(message), at: message.at, fate, last: last || fate !== '', message }
}

function waiting(pending: Pending, { live, line }: View): Row {
  const fate = pending.failed ? 'failed' : live || line === 'slow' ? 'sending' : 'waiting'
  return { kind: 'ours', key: pending.key, text: pending.text || '📎', at: pending.at, fate, last: true, pending }
}
