import type { ClockDetail, Span, Ticket } from '../../shared/tickets'
import { useWords } from '../core/words'
import { Trouble } from '../ui/notice'
import { stretch } from './countdown'
import { Countdown } from './marks'
import { useClocks } from './use-ticket'
import { useTicketWords } from './words'

/** What was promised, how it stands, and which time was counted for it. */
export function Clocks({ ticket }: { ticket: Ticket }) {
  const { t } = useTicketWords()
  const { data, error, refetch } = useClocks(ticket.id)
  const detail = (target: string): ClockDetail | undefined => data?.items.find((clock) => clock.target === target)
  return (
    <section class="clocks" aria-labelledby="clocks">
      <h3 id="clocks">{t('clocks')}</h3>
      {!ticket.sla.length && <p class="hint">{t('clocks.none')}</p>}
      {ticket.sla.map((clock) => (
        <div key={clock.target} class="clock">
          <p class="clock-line">
            <span>{t(`target.${clock.target}`)}</span>
            <Countdown clock={clock} />
          </p>
          {clock.due_at && <Deadline at={clock.due_at} />}
          <Spans spans={detail(clock.target)?.spans ?? []} />
        </div>
      ))}
      {error && !data && <Trouble error={error} lead={t('clocks.broken')} retry={() => void refetch()} />}
    </section>
  )
}

function Deadline({ at }: { at: string }) {
  const { t } = useTicketWords()
  const { moment } = useWords()
  return <p class="hint">{t('clock.due', { at: moment(at) })}</p>
}

function Spans({ spans }: { spans: readonly Span[] }) {
  const { t } = useTicketWords()
  if (!spans.length) return null
  return (
    <details class="spans">
      <summary>{t('clocks.spans')}</summary>
      <ol>
        {spans.map((span) => (
          <Stretch key={span.from} span={span} />
        ))}
      </ol>
    </details>
  )
}

function Stretch({ span }: { span: Span }) {
  const { t, has } = useTicketWords()
  const { moment } = useWords()
  const key = `reason.${span.reason}`
  const { key: long, vars } = stretch(Date.parse(span.to ?? new Date().toISOString()) - Date.parse(span.from))
  return (
    <li class={span.counted ? 'counted' : 'uncounted'}>
      <strong>{t(span.counted ? 'span.counted' : 'span.uncounted')}</strong> · {t(long, vars)}
      {has(key) && <> · {t(key)}</>}
      <span class="hint">
        {moment(span.from)} – {span.to ? moment(span.to) : t('span.now')}
      </span>
    </li>
  )
}
