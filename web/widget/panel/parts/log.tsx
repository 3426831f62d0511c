import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Chat } from '../chat/chat'
import { type Row, rows } from '../chat/rows'
import type { View } from '../chat/view'
import { useWords } from '../words/words'
import { OurBubble, TheirBubble } from './bubble'
import { DownIcon } from './icons'
import { Later } from './later'
import { Day, Gap, Start, Typing } from './lines'
import { Skeleton } from './skeleton'
import { useScroll } from './use-scroll'

function Line({ row, chat }: { row: Row; chat: Chat }): JSX.Element {
  if (row.kind === 'day') return <Day at={row.at} />
  if (row.kind === 'gap') return <Gap id={row.key} />
  if (row.kind === 'event') return <Later part="Event" view={chat.store.view} chat={chat} message={row.message} meanwhile={<p class="line">…</p>} />
  if (row.kind === 'theirs') return <TheirBubble row={row} chat={chat} />
  return <OurBubble row={row} chat={chat} />
}

export function Log({ view, chat }: { view: View; chat: Chat }): JSX.Element {
  const { t } = useWords()
  const { messages, pending, live, line, conversation, mark } = view
  const shown = useMemo(() => rows(view), [messages, pending, live, line, conversation, mark])
  const tail = `${conversation?.status} ${!!view.typing}`
  const scroll = useScroll({ top: shown[0]?.key, count: shown.length, ours: pending.length, tail })
  useEffect(() => {
    if (scroll.atTop && view.synced && view.earlier === 'idle') void chat.earlier()
  }, [scroll.atTop])

  return (
    <div class="middle">
      <div ref={scroll.box} id="log" class="log" role="log" aria-label={t('log')} aria-busy={!view.synced} tabIndex={0} onScroll={scroll.onScroll}>
        {view.synced && <Start view={view} chat={chat} />}
        {!view.synced && !shown.length && <Skeleton />}
        {shown.map((row) => (
          <Line key={row.key} row={row} chat={chat} />
        ))}
        {conversation?.status === 'resolved' && <p class="line">{t('resolved_hint')}</p>}
        <Typing view={view} />
      </div>
      {scroll.below && (
        <button class="below" type="button" onClick={scroll.down}>
          <DownIcon />
          {t('new_below')}
        </button>
      )}
    </div>
  )
}
