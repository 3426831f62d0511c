import type { Clock, Ticket } from '../../shared/tickets'

/** How loudly a clock speaks. Every tone has its own words and its own sign, not only its colour. */
export type Tone = 'calm' | 'warned' | 'breached' | 'paused' | 'late' | 'done'

export interface Stretch {
  key: 'long.seconds' | 'long.hours' | 'long.days'
  vars: Record<string, string | number>
}

const two = (n: number): string => String(n).padStart(2, '0')

/** A stretch of time in the two units that matter; under an hour the seconds are seen running. */
export function stretch(ms: number): Stretch {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const hours = Math.floor(seconds / 3600)
  if (hours < 1) return { key: 'long.seconds', vars: { m: String(Math.floor(seconds / 60)), s: two(seconds % 60) } }
  if (hours < 24) return { key: 'long.hours', vars: { h: hours, m: two(Math.floor(seconds / 60) % 60) } }
  return { key: 'long.days', vars: { d: Math.floor(hours / 24), h: hours % 24 } }
}

/** Milliseconds until it is due; negative when that has passed. */
export const left = (clock: Clock, now: number): number | null =>
  clock.due_at === null ? null : Date.parse(clock.due_at) - now

/** Nobody waits any more, but it took too long. */
export const isLate = (clock: Clock): boolean => clock.state === 'breached' && clock.met

/** The desk notes a breach once a minute; whoever looks sees it in the second when it happens. */
export function toneOf(clock: Clock, now: number): Tone {
  if (clock.state === 'met') return 'done'
  if (clock.state === 'paused') return 'paused'
  if (isLate(clock)) return 'late'
  if (clock.state === 'breached' || (left(clock, now) ?? 1) <= 0) return 'breached'
  return clock.warned ? 'warned' : 'calm'
}

const rank: Record<Tone, number> = { breached: 0, warned: 1, calm: 2, paused: 3, late: 4, done: 5 }

/** Of a ticket's clocks the one to look at: the worst, and of equals the one that is due first. */
export function pressing(clocks: readonly Clock[], now: number): Clock | undefined {
  const due = (clock: Clock): number => left(clock, now) ?? Infinity
  return [...clocks].sort((a, b) => rank[toneOf(a, now)] - rank[toneOf(b, now)] || due(a) - due(b))[0]
}

const over: readonly Ticket['status'][] = ['resolved', 'closed', 'merged']

export const isOver = ({ status }: Pick<Ticket, 'status'>): boolean => over.includes(status)

/** What colours a ticket's row. A solved ticket frightens nobody any more. */
export function ticketTone(ticket: Ticket, now: number): Tone {
  if (isOver(ticket)) return 'done'
  const clock = pressing(ticket.sla, now)
  return clock ? toneOf(clock, now) : 'calm'
}

/** Whether somebody should look at it now. */
export function isUrgent(ticket: Ticket, now: number): boolean {
  const tone = ticketTone(ticket, now)
  return tone === 'warned' || tone === 'breached'
}
