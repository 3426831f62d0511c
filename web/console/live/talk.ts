import { joined } from '../../shared/amend'
import type { AnyMessage, Delivery, EventName, Message } from '../../shared/wire'

/** What is known of one conversation's messages: ascending, each seq once. */
export type Talk = readonly AnyMessage[]

export const lastSeq = (talk: Talk): number => talk.at(-1)?.seq ?? 0
export const hasOlder = (talk: Talk): boolean => (talk[0]?.seq ?? 1) > 1

/** Adds messages from anywhere; one that is known already is not taken twice, but as it was changed last. */
export function add(talk: Talk, news: readonly AnyMessage[]): Talk {
  const all = news.reduce(told, joined(talk, news) as Talk) as AnyMessage[]
  if (all.length === talk.length && all.every((m, i) => m === talk[i])) return talk
  return all.sort((a, b) => a.seq - b.seq)
}

/** How far a message has come; an older word of it than is known changes nothing. */
export function reached(talk: Talk, seq: number, delivery: Delivery): Talk {
  const at = talk.findIndex((m) => m.seq === seq)
  const known = talk[at]
  if (!known || !isMessage(known) || (known.delivery?.at ?? '') >= delivery.at) return talk
  return talk.with(at, { ...known, delivery })
}
const told = (talk: Talk, m: AnyMessage): Talk => (isMessage(m) && m.delivery ? reached(talk, m.seq, m.delivery) : talk)

export type Piece =
  | { type: 'day'; key: string; at: string }
  | { type: 'gap'; key: string; after: number; before: number }
  | { type: 'new'; key: string }
  | { type: 'event'; key: string; message: Message }
  | { type: 'run'; key: string; messages: Message[] }

/** What was edited or recalled shows so in its own place. */
const shownElsewhere = new Set<EventName>(['edited', 'recalled'])
const pause = 5 * 60_000

export const isMessage = (m: AnyMessage): m is Message => m.kind !== 'hidden'

const day = (at: string): string => new Date(at).toDateString()

/** Same speaker, same kind, no long pause: shown as one block under one name. */
function continues(run: Message, next: Message): boolean {
  return (
    run.kind === next.kind &&
    run.author.kind === next.author.kind &&
    run.author.id === next.author.id &&
    Date.parse(next.at) - Date.parse(run.at) < pause
  )
}

/** Lays the messages out for reading. `head` is the last seq that is said to exist. */
export function pieces(talk: Talk, head: number, readTo: number | null): Piece[] {
  const out: Piece[] = []
  let before: AnyMessage | undefined
  for (const m of talk) {
    if (!before || day(before.at) !== day(m.at)) out.push({ type: 'day', key: `d${m.seq}`, at: m.at })
    if (before && m.seq > before.seq + 1) out.push(gap(before.seq, m.seq))
    if (isFirstNew(m, before, readTo)) out.push({ type: 'new', key: 'new' })
    append(out, m)
    before = m
  }
  if (before && head > before.seq) out.push(gap(before.seq, head + 1))
  return out
}

const gap = (after: number, before: number): Piece => ({ type: 'gap', key: `g${after}`, after, before })

const isFirstNew = (m: AnyMessage, before: AnyMessage | undefined, readTo: number | null): boolean =>
  readTo !== null && m.seq > readTo && (before?.seq ?? 0) <= readTo

function append(out: Piece[], m: AnyMessage): void {
  if (!isMessage(m)) return
  if (m.event && shownElsewhere.has(m.event.name)) return
  if (m.kind === 'event') return void out.push({ type: 'event', key: `e${m.seq}`, message: m })
  const top = out.at(-1)
  const last = top?.type === 'run' ? top.messages.at(-1) : undefined
  if (top?.type === 'run' && last && continues(last, m)) top.messages.push(m)
  else out.push({ type: 'run', key: `m${m.seq}`, messages: [m] })
}

/** The customer pressed one of the bot's buttons. */
export const isChoice = (m: Message): boolean => m.parts.some((part) => part.type === 'choice')
