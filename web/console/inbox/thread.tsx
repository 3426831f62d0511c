import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../shared/wire'
import { useStore } from '../core/store'
import { nameOf } from '../core/names'
import { useWords } from '../core/words'
import { unread } from '../live/lists'
import { outbox, typists } from '../live/stores'
import { type Talk, hasOlder, pieces } from '../live/talk'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { PendingBubble } from './pending'
import { PieceOf } from './pieces'
import { useReading } from './use-reading'
import { useOlder } from './use-talk'

export function Thread({ c, talk }: { c: Conversation; talk: UseQueryResult<Talk> }) {
  const { t } = useWords()
  if (talk.data) return <Messages c={c} talk={talk.data} />
  return (
    <div class="thread">
      {talk.error ? (
        <Trouble error={talk.error} lead={t('talk.broken')} retry={() => void talk.refetch()} />
      ) : (
        <Skeleton rows={5} shape="bubble" />
      )}
    </div>
  )
}

function Messages({ c, talk }: { c: Conversation; talk: Talk }) {
  const { t } = useWords()
  const waiting = useStore(outbox).filter((p) => p.conversation === c.id)
  // Where reading stopped before this visit; the line stays while the conversation is open.
  const [readTo] = useState(() => (unread(c) ? c.seen.agent : null))
  const older = useOlder(c.id, talk)
  const reading = useReading(`${talk.at(-1)?.seq}:${waiting.length}`, waiting.length)
  return (
    <div class="thread-frame">
      <div class="thread" ref={reading.box} onScroll={reading.onScroll} role="log" aria-label={t('talk.messages')} tabIndex={0}>
        <div class="thread-inner">
          <Top c={c} talk={talk} older={older} />
          {pieces(talk, c.seq, readTo).map((piece) => (
            <PieceOf key={piece.key} piece={piece} c={c} />
          ))}
          {waiting.map((item) => (
            <PendingBubble key={item.key} item={item} />
          ))}
          <Typing c={c} />
        </div>
      </div>
      {reading.away && (
        <Button icon="down" kind="plain" onClick={reading.toEnd}>
          {t('talk.latest')}
        </Button>
      )}
    </div>
  )
}

interface TopProps {
  c: Conversation
  talk: Talk
  older: ReturnType<typeof useOlder>
}

/** The beginning, or a watched line that fetches the page before when it comes into view. */
function Top({ talk, older }: TopProps) {
  const { t } = useWords()
  const line = useRef<HTMLDivElement>(null)
  const first = talk[0]?.seq
  useEffect(() => {
    if (!line.current) return
    const eye = new IntersectionObserver(([seen]) => seen?.isIntersecting && void older.load(), { rootMargin: '200px' })
    eye.observe(line.current)
    return () => eye.disconnect()
  }, [first])
  if (!hasOlder(talk)) return <p class="thread-note">{t(talk.length ? 'talk.begin' : 'talk.empty')}</p>
  return (
    <div class="thread-note" ref={line}>
      {older.state === 'failed' ? (
        <Button icon="refresh" onClick={() => void older.load()}>
          {t('do.retry')}
        </Button>
      ) : (
        t('talk.older')
      )}
    </div>
  )
}

function Typing({ c }: { c: Conversation }) {
  const words = useWords()
  const { t } = words
  const typist = useStore(typists)[c.id]
  if (!typist) return null
  const fallback = typist.kind === 'customer' ? nameOf(c.customer, words) : t('who.someone')
  return (
    <p class={`typing-line ${typist.kind}`}>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <Icon name="pen" size={13} />
      {t('talk.typing', { name: typist.name || fallback })}
    </p>
  )
}
