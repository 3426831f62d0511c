import { type Clock, type ClockDetail, type Span, type Ticket, targets } from '../../shared/tickets'
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
      {inOrder(ticket.sla).map((clock) => (
        <OneClock key={clock.target} clock={clock} detail={detail(clock.target)} />
      ))}
      {error && !data && <Trouble error={error} lead={t('clocks.broken')} retry={() => void refetch()} />}
    </section>
  )
}

/** As they come in a ticket's life, whichever was set going first. */
const inOrder = (clocks: readonly Clock[]): Clock[] =>
  [...clocks].sort((a, b) => targets.indexOf(a.target) - targets.indexOf(b.target))

function OneClock({ clock, detail }: { clock: Clock; detail?: ClockDetail }) {
  const { t } = useTicketWords()
  const { moment } = useWords()
  return (
    <div class="clock">
      <p class="clock-line">
        <span>{t(`target.${clock.target}`)}</span>
        <Countdown clock={clock} />
      </p>
      {clock.due_at && <p class="hint">{t('clock.due', { at: moment(clock.due_at) })}</p>}
      {detail && <Counted detail={detail} />}
      {detail && <Spans spans={detail.spans} more={detail.more} />}
    </div>
  )
}

function Counted({ detail }: { detail: ClockDetail }) {
  const { t } = useTicketWords()
  const said = (ms: number): string => {
    const { key, vars } = stretch(ms)
    return t(key, vars)
  }
  return <p class="hint">{t('clock.counted', { time: said(detail.counted_s * 1000), target: said(detail.target_min * 60_000) })}</p>
}

function Spans({ spans, more }: { spans: readonly Span[]; more: boolean }) {
  const { t } = useTicketWords()
  if (!spans.length) return null
  return (
    <details class="spans">
      <summary>{t('clocks.spans')}</summary>
      {more && <p class="hint">{t('clock.spans.more')}</p>}
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
  const { moment, time } = useWords()
  const until = (from: string, to: string): string =>
    new Date(from).toDateString() === new Date(to).toDateString() ? time(to) : moment(to)
  const key = `reason.${span.reason}`
  const { key: long, vars } = stretch(Date.parse(span.to ?? new Date().toISOString()) - Date.parse(span.from))
  return (
    <li class={span.counted ? 'counted' : 'uncounted'}>
      <strong>{t(span.counted ? 'span.counted' : 'span.uncounted')}</strong> · {t(long, vars)}
      {span.reason !== 'open' && <> · {span.name || (has(key) && t(key))}</>}
      <span class="hint">
        {moment(span.from)} – {span.to ? until(span.from, span.to) : t('span.now')}
      </span>
    </li>
  )
}
