import { go } from '../core/router'
import type { Alarm } from '../live/tickets'
import { toast } from '../ui/toast'
import { ticketSpeech } from './words'

/** Said once, politely, wherever one is; the way there stands beside it. */
export function announce({ ticket, target, what }: Alarm): void {
  const { t } = ticketSpeech()
  const text = t(`alarm.${what}`, { number: String(ticket.number), target: t(`target.${target}`) })
  toast(text, { label: t('alarm.open'), act: () => go(`/tickets/${ticket.id}`) })
}
