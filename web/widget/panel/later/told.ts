/** What happened to the talk, in the customer's words. */
import { stateIn } from '../../../shared/ticket/states'
import type { Message } from '../../../shared/wire'
import type { LaterWords } from './words/words'

export function told({ event }: Message, { t, lang }: LaterWords): string {
  const { name = 'started', by, data = {} } = event ?? {}
  const who = String(data.name ?? by?.name ?? '')
  const joined = who ? t('event_taken', { name: who }) : t('event_taken_unnamed')
  const number = String(data.number ?? '')
  return {
    taken: joined,
    assigned: joined,
    transferred: t('event_transferred', { name: data.name ?? t('colleague') }),
    released: t('event_released'),
    requeued: t('event_released'),
    handed_over: t('event_handed_over'),
    resolved: t('event_resolved'),
    reopened: t('event_reopened'),
    ticket_opened: t('event_ticket_opened', { number }),
    ticket_changed: t('event_ticket_changed', { number, state: stateIn(lang, String(data.status)) }),
    rated: t('event_rated', { score: String(data.score ?? '') }),
    started: '',
    waiting: '',
    edited: '',
    recalled: '',
    automatic: '',
  }[name]
}

/** The request that a line tells of. */
export const requestIn = ({ event }: Message): number | undefined => Number(event?.data?.number) || undefined
