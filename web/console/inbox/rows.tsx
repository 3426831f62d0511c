import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Conversation } from '../../shared/wire'
import { useCommand } from '../core/commands'
import type { View } from '../core/desk'
import { useNow } from '../core/now'
import { useWords } from '../core/words'
import { Row } from './row'

export const rowHeight = 84

interface Props {
  rows: Conversation[]
  view: View
  open?: string
  more: (() => void) | null
  loading: boolean
}

/** Only the rows on the screen are in the document, however long the list. */
export function Rows({ rows, view, open, more, loading }: Props) {
  const { t } = useWords()
  const now = useNow()
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 6,
  })
  const shown = virtual.getVirtualItems()
  const end = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && end >= rows.length - 10) more()
  }, [end, rows.length, more])
  useMoves(rows, open, (i) => {
    virtual.scrollToIndex(i)
    requestAnimationFrame(() => focusRow(box.current, rows[i]?.id))
  })
  return (
    <div class="rows" ref={box}>
      <ul style={{ height: `${virtual.getTotalSize()}px` }}>
        {shown.map(({ key, index, start }) => (
          <li key={key} aria-setsize={rows.length} aria-posinset={index + 1} style={{ transform: `translateY(${start}px)` }}>
            <Row c={rows[index]!} view={view} open={rows[index]!.id === open} now={now} />
          </li>
        ))}
      </ul>
      {loading && <p class="rows-end">{t('app.loading')}</p>}
    </div>
  )
}

function focusRow(box: HTMLElement | null, id: string | undefined): void {
  box?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus()
}

/** From the row that has the focus, else from the open one, else from the top. */
function useMoves(rows: Conversation[], open: string | undefined, to: (index: number) => void): void {
  const place = (): number => {
    const focused = document.activeElement?.getAttribute('data-id') ?? open
    return rows.findIndex((c) => c.id === focused)
  }
  useCommand('next', () => to(Math.min(place() + 1, rows.length - 1)))
  useCommand('previous', () => to(Math.max(place() - 1, 0)))
}
