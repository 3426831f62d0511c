/** Our place in the queue, asked for while somebody looks at it; and what to do where nobody comes. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Problem } from '../../../shared/api'
import type { QueueState } from '../../../shared/requests'
import type { Props } from './page'
import { type LaterWords, laterWords } from './words/words'

const every = 15_000

/** The last answer stands until the next one. */
function usePlace({ view, chat }: Props): QueueState | undefined {
  const [queue, show] = useState<QueueState>()
  useEffect(() => {
    if (!view.open) return
    const look = (): void => {
      if (document.hidden) return
      chat.call((api) => api.get<QueueState>('/visitor/queue')).then(show, (why: unknown) => {
        if (!(why instanceof Problem)) throw why
      })
    }
    look()
    const timer = setInterval(look, every)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [view.open])
  return queue
}

/** How long until somebody comes, as well as we know it. */
export function place({ open, opens_at, agents, position, more, expected_wait_s }: QueueState, words: LaterWords): string {
  const { t } = words
  if (!open) return opens_at ? t('closed_until', { at: words.moment(opens_at) }) : t('closed')
  const at = position && t('queue_place', { at: words.number(position) + (more ? '+' : '') })
  const wait = expected_wait_s !== null && t('queue_wait', { n: Math.max(1, Math.ceil(expected_wait_s / 60)) })
  const told = agents ? [at || t('queue'), wait] : [t('nobody'), at]
  return told.filter(Boolean).join(words.lang === 'zh' ? '' : ' ')
}

export function Queue(props: Props): JSX.Element | null {
  const { view, chat } = props
  const words = laterWords(view.lang)
  const queue = usePlace(props)
  if (!queue) return null
  const nobody = !queue.open || !queue.agents
  return (
    <div class="foot">
      <p role="status">{place(queue, words)}</p>
      {nobody && !view.conversation?.ticket && (
        <>
          <p>{words.t('leave_offer')}</p>
          <button class="outline" type="button" onClick={() => chat.go({ at: 'leave' })}>
            {words.t('leave_title')}
          </button>
        </>
      )}
    </div>
  )
}
