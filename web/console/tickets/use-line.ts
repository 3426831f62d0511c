import type { TimelineEntry } from '../../shared/tickets'
import { useTeamName } from '../core/colleagues'
import { useSession } from '../core/session'
import { type TicketKey, type TicketSpeech, useTicketWords } from './words'

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** The first of these words that the catalogue has. */
const first = ({ t, has }: TicketSpeech, ...keys: string[]): string => {
  const key = keys.find((one) => has(one))
  return key === undefined ? '' : t(key as TicketKey)
}

/** What one line of the timeline says; the desk tells it in codes. */
export function line(entry: TimelineEntry, name: string, team: string, me: string, words: TicketSpeech): string {
  const { t } = words
  const { data } = entry
  switch (entry.kind) {
    case 'transition':
      return t('line.transition', { name, to: first(words, `status.${text(data.to)}`) || text(data.to) })
    case 'changed': {
      const fields = Object.keys(data).map((field) => first(words, `fact.${field}`, `form.${field}`)).filter(Boolean)
      return fields.length ? t('line.changed', { name, fields: words.lang === 'zh' ? fields.join('、') : fields.join(', ').toLowerCase() }) : t('line.changed.some', { name })
    }
    case 'assigned': {
      const why = `line.unassigned.${text(data.reason)}`
      if (words.has(why)) return t(why)
      if (data.person === me) return t('line.assigned.me', { name })
      const to = [text(data.name), team].filter(Boolean).join(' · ')
      return to ? t('line.assigned', { name, to }) : t('line.unassigned', { name })
    }
    case 'sla': {
      const target = first(words, `target.${text(data.target)}`) || t('clocks')
      const key = `line.sla.${text(data.event)}`
      return words.has(key) ? t(key, { target }) : t('line.sla', { target })
    }
    case 'rated':
      return t('line.rated', { n: Number(data.score) })
    case 'notified':
      return t('line.notified')
    default:
      return t('line.created', { name })
  }
}

/** The desk gives its reasons in codes; people give theirs in words, which stay as they are. */
export function reasonOf({ by, text = '' }: TimelineEntry, { t, has }: TicketSpeech): string {
  const key = `because.${text}`
  return by.kind === 'system' && has(key) ? t(key) : text
}

export function useLine(entry: TimelineEntry, name: string): string {
  const words = useTicketWords()
  const teamName = useTeamName()
  const { person } = useSession()
  return line(entry, name, teamName(text(entry.data.team)) ?? '', person.id, words)
}
