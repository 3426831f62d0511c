import './marks.css'
import type { Clock, Priority, Ticket, TicketStatus } from '../../shared/tickets'
import { useSecond } from '../core/second'
import { Icon, type IconName } from '../ui/icon'
import { type Tone, isLate, isOver, left, pressing, stretch, toneOf } from './countdown'
import { type TicketSpeech, useTicketWords } from './words'

const statusIcons: Record<TicketStatus, IconName> = {
  new: 'plus', open: 'pen', pending: 'clock', on_hold: 'pause', resolved: 'check', closed: 'lock', merged: 'join',
}

/** A word and a sign; the colour only repeats them. */
export function TicketStatusMark({ status }: { status: TicketStatus }) {
  const { t } = useTicketWords()
  return (
    <span class={`mark ticket-${status}`}>
      <Icon name={statusIcons[status]} size={13} />
      {t(`status.${status}`)}
    </span>
  )
}

const priorityIcons: Record<Priority, IconName> = { urgent: 'alert', high: 'up', normal: 'minus', low: 'down' }

export function PriorityMark({ priority }: { priority: Priority }) {
  const { t } = useTicketWords()
  return (
    <span class={`priority ${priority}`}>
      <Icon name={priorityIcons[priority]} size={14} />
      {t(`priority.${priority}`)}
    </span>
  )
}

const toneIcons: Record<Tone, IconName> = {
  breached: 'alert', warned: 'clock', calm: 'clock', paused: 'pause', late: 'alert', done: 'check',
}

/** What a clock says at this moment. */
export function clockText(clock: Clock, now: number, { t }: TicketSpeech): string {
  const tone = toneOf(clock, now)
  const ms = left(clock, now)
  if (tone === 'done') return t('clock.met')
  if (tone === 'paused') return t('clock.paused')
  if (tone === 'late') return t('clock.late')
  if (ms === null) return t(tone === 'breached' ? 'clock.breached' : 'clock.none')
  const { key, vars } = stretch(ms)
  return t(ms > 0 ? 'clock.left' : 'clock.over', { time: t(key, vars) })
}

/** One clock, running before one's eyes. It is not read out every second: alarms are said once. */
export function Countdown({ clock }: { clock: Clock }) {
  const words = useTicketWords()
  const now = useSecond()
  const tone = toneOf(clock, now)
  return (
    <span class={`countdown ${tone}`} role="timer" aria-live="off">
      <Icon name={toneIcons[tone]} size={14} />
      {tone === 'warned' && <span class="for-ears">{words.t('clock.warned')} </span>}
      <span>{clockText(clock, now, words)}</span>
    </span>
  )
}

/** Of a ticket's clocks the one to look at, and what it is about. */
export function Due({ ticket }: { ticket: Ticket }) {
  const { t } = useTicketWords()
  const now = useSecond()
  const clock = pressing(ticket.sla, now)
  if (!clock) return <span class="hint">{t('clock.none')}</span>
  if (isOver(ticket)) return <Outcome clocks={ticket.sla} />
  return (
    <span class="due">
      <Countdown clock={clock} />
      <span class="hint">
        {t(`target.${clock.target}`)}
        {ticket.sla.some((one) => one !== clock && isLate(one)) && ` · ${t('clock.late.before')}`}
      </span>
    </span>
  )
}

/** A finished ticket counts no more; what is left to say is whether the promises were kept. */
function Outcome({ clocks }: { clocks: readonly Clock[] }) {
  const { t } = useTicketWords()
  const missed = clocks.filter((clock) => clock.state === 'breached')
  return (
    <span class="countdown done">
      <Icon name={missed.length ? 'alert' : 'check'} size={14} />
      {t(!missed.length ? 'clock.met' : missed.every(isLate) ? 'clock.late' : 'clock.breached')}
    </span>
  )
}
