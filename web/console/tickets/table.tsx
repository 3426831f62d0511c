import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef } from 'react'
import type { Ticket } from '../../shared/tickets'
import { useCommand } from '../core/commands'
import { usePhone } from '../core/media'
import { useNow } from '../core/now'
import { href } from '../core/router'
import { useSession } from '../core/session'
import { useWords } from '../core/words'
import { ticketTone } from './countdown'
import { Due, PriorityMark, TicketStatusMark } from './marks'
import { useTicketWords } from './words'

const columns = ['number', 'title', 'status', 'priority', 'assignee', 'sla', 'updated'] as const
const headHeight = 37

interface Props {
  rows: Ticket[]
  more: (() => void) | null
  /** No more pages: the number of rows is known. */
  whole: boolean
  loading: boolean
}

/** Only the rows on the screen are in the document; those who listen are told of all of them. */
export function Table({ rows, more, whole, loading }: Props) {
  const { t } = useTicketWords()
  const words = useWords()
  const now = useNow()
  const phone = usePhone()
  const height = phone ? 116 : 60
  // The head stays on top of what it scrolls with; a phone has none.
  const head = phone ? 0 : headHeight
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 6,
    scrollMargin: head,
    scrollPaddingStart: head,
  })
  useEffect(() => virtual.measure(), [height, head])
  const shown = virtual.getVirtualItems()
  const end = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && end >= rows.length - 10) more()
  }, [end, rows.length, more])
  useSteps(rows, (i) => {
    virtual.scrollToIndex(i)
    requestAnimationFrame(() => focusRow(box.current, rows[i]?.id))
  })
  return (
    <>
      <div class="sheet" role="table" aria-label={t('tickets')} aria-rowcount={whole ? rows.length + 1 : -1}>
        <div class="sheet-scroll" role="presentation" ref={box}>
          <Head />
          <div class="sheet-body" role="rowgroup" style={{ height: `${virtual.getTotalSize()}px` }}>
            {shown.map(({ key, index, start }) => (
              <Row key={key} ticket={rows[index]!} index={index} start={start - head} height={height} now={now} />
            ))}
          </div>
        </div>
      </div>
      <p class={loading ? 'rows-end' : 'for-ears'} role="status">
        {loading ? words.t('app.loading') : t('list.count', { n: rows.length })}
      </p>
    </>
  )
}

function Head() {
  const { t } = useTicketWords()
  return (
    <div class="sheet-head" role="rowgroup" style={{ height: `${headHeight}px` }}>
      <div class="sheet-row" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span key={column} role="columnheader" class={`col-${column}`}>
            {t(`col.${column}`)}
          </span>
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  ticket: Ticket
  index: number
  start: number
  height: number
  now: number
}

const Row = memo(function Row({ ticket, index, start, height, now }: RowProps) {
  const { t } = useTicketWords()
  const words = useWords()
  const { person } = useSession()
  const { assignee } = ticket
  return (
    <div
      class="sheet-row"
      role="row"
      aria-rowindex={index + 2}
      data-tone={ticketTone(ticket, now)}
      style={{ height: `${height}px`, transform: `translateY(${start}px)` }}
    >
      <span role="cell" class="col-number">
        #{ticket.number}
      </span>
      <span role="cell" class="col-title">
        <a data-id={ticket.id} href={href(`/tickets/${ticket.id}`)}>
          {ticket.erased ? t('erased') : ticket.title}
        </a>
        <span class="hint">{[ticket.customer?.name, ...ticket.tags].filter(Boolean).join(' · ') || t(`type.${ticket.type}`)}</span>
      </span>
      <span role="cell" class="col-status">
        <TicketStatusMark status={ticket.status} />
      </span>
      <span role="cell" class="col-priority">
        <PriorityMark priority={ticket.priority} />
      </span>
      <span role="cell" class="col-assignee">
        {assignee ? (assignee.id === person.id ? t('filter.me') : assignee.name) : <span class="hint">{t('fact.nobody')}</span>}
      </span>
      <span role="cell" class="col-sla">
        <Due ticket={ticket} />
      </span>
      <span role="cell" class="col-updated">
        <time dateTime={ticket.updated_at} title={words.moment(ticket.updated_at)}>
          {words.ago(ticket.updated_at, now)}
        </time>
      </span>
    </div>
  )
})

function focusRow(box: HTMLElement | null, id: string | undefined): void {
  box?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus()
}

/** From the row that has the focus, else from the top. */
function useSteps(rows: Ticket[], to: (index: number) => void): void {
  const place = (): number => {
    const focused = document.activeElement?.getAttribute('data-id')
    return rows.findIndex((ticket) => ticket.id === focused)
  }
  useCommand('next', () => to(Math.min(place() + 1, rows.length - 1)))
  useCommand('previous', () => to(Math.max(place() - 1, 0)))
}
