import type { Ticket, TimelineEntry } from '../../shared/tickets'
import { useSession } from '../core/session'
import { useWords } from '../core/words'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { reasonOf, useLine } from './use-line'
import { useTimeline } from './use-ticket'
import { useTicketWords } from './words'

export function Timeline({ ticket }: { ticket: Ticket }) {
  const { t } = useTicketWords()
  const { data, error, refetch } = useTimeline(ticket.id)
  return (
    <section class="timeline" aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline')}</h2>
      {data ? (
        <ol>
          {data.map((entry) => (
            <li key={entry.seq}>{entry.kind === 'comment' || entry.kind === 'note' ? <Said entry={entry} /> : <Line entry={entry} />}</li>
          ))}
        </ol>
      ) : error ? (
        <Trouble error={error} lead={t('timeline.broken')} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={3} shape="line" />
      )}
    </section>
  )
}

function useName(): (entry: TimelineEntry) => string {
  const { t } = useTicketWords()
  const words = useWords()
  const { person } = useSession()
  return ({ by }) => {
    if (by.id === person.id) return words.t('who.you')
    if (by.kind === 'system') return t('by.system')
    if (by.kind === 'bot') return by.name || t('by.bot')
    if (by.kind === 'customer') return by.name || t('by.customer')
    if (by.kind === 'api') return by.name || t('by.api')
    return by.name || words.t('who.someone')
  }
}

function Said({ entry }: { entry: TimelineEntry }) {
  const { t } = useTicketWords()
  const words = useWords()
  const name = useName()(entry)
  const kind = entry.public ? 'comment' : 'note'
  return (
    <article class={`said ${kind}`}>
      <p class="run-name">
        <Icon name={entry.public ? 'reply' : 'lock'} size={13} />
        <strong>{name}</strong>
        <span>{t(entry.public ? 'timeline.public' : 'timeline.private')}</span>
        <time dateTime={entry.at} title={words.moment(entry.at)}>
          {words.moment(entry.at)}
        </time>
      </p>
      <p class={`bubble ${entry.erased ? 'erased' : ''}`}>{entry.erased ? t('erased') : entry.text}</p>
    </article>
  )
}

function Line({ entry }: { entry: TimelineEntry }) {
  const { moment } = useWords()
  const words = useTicketWords()
  const { t } = words
  const name = useName()(entry)
  const text = useLine(entry, name)
  return (
    <p class="line">
      <Icon name={icons[entry.kind] ?? 'pen'} size={14} />
      <span>
        {text}
        {entry.text && <span class="quote">{entry.kind === 'transition' ? t('line.reason', { reason: reasonOf(entry, words) }) : entry.text}</span>}
      </span>
      <time dateTime={entry.at}>{moment(entry.at)}</time>
    </p>
  )
}

const icons = {
  created: 'plus', transition: 'swap', changed: 'pen', assigned: 'user', sla: 'clock', notified: 'mail', rated: 'star',
  comment: 'reply', note: 'lock',
} as const
