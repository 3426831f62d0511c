import type { Conversation, Means } from '../../shared/wire'
import { type Speech, useWords } from '../core/words'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import type { Closed } from './means'
import type { Moves } from './use-moves'

/** Why a reply cannot go out as things stand; a note always can. */
export type Obstacle = 'closed' | 'held' | Closed | null

export function obstacle({ status, assignee }: Conversation, me: string): 'closed' | 'held' | null {
  if (status === 'resolved') return 'closed'
  return assignee && assignee.id !== me ? 'held' : null
}

interface Props {
  why: Exclude<Obstacle, null>
  c: Conversation
  moves: Moves
  means?: Means
}

/** What one can do about it is offered: reopen, or take. What the channel forbids can only be waited for. */
export function Stopped({ why, c, moves, means }: Props) {
  const words = useWords()
  const { t } = words
  const move = why === 'closed' ? 'reopen' : why === 'held' ? 'take' : null
  const icon = why === 'closed' ? 'check' : why === 'held' ? 'user' : 'lock'
  return (
    <div class="write-bar">
      <Icon name={icon} size={16} />
      <span>{reason(why, c, means, words)}</span>
      {move && moves.may.has(move) && (
        <Button busy={moves.busy === move} onClick={() => void moves.move(move)}>
          {t(move === 'reopen' ? 'act.reopen' : 'act.take')}
        </Button>
      )}
    </div>
  )
}

function reason(why: Props['why'], c: Conversation, means: Means | undefined, { t, moment }: Speech): string {
  if (why === 'closed') return t('write.closed')
  if (why === 'held') return t('write.held', { name: c.assignee?.name ?? '' })
  const time = means?.window ? moment(means.window.closes_at) : ''
  return t(`write.stop.${why}`, { name: means?.inbox?.name ?? '', time })
}
