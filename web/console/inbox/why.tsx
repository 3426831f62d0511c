import { useQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { Suspense, lazy } from 'react'
import type { Conversation } from '../../shared/wire'
import { useTeamName } from '../core/colleagues'
import { conversations } from '../core/desk'
import { useSession } from '../core/session'
import { useWords } from '../core/words'
import { Icon, type IconName } from '../ui/icon'
import { reasonText } from './reasons'

const TicketChip = lazy(() => import('../tickets/chip'))

/** How this conversation came to be where it is: what nobody has to guess or ask for. */
export function Why({ c }: { c: Conversation }) {
  const words = useWords()
  const { t } = words
  const teamName = useTeamName()
  const team = teamName(c.team)
  const told = c.status === 'bot' || c.handoff || c.assigned || c.status === 'queued' || c.ticket || c.rating || team
  if (!told) return null
  return (
    <ul class="why">
      {c.status === 'bot' && <Item icon="bot">{t('why.bot')}</Item>}
      {c.handoff && c.status !== 'bot' && <Item icon="bot" minor>{t('why.handoff', { reason: reasonText('handoff', c.handoff.reason, words) })}</Item>}
      {c.status === 'queued' && <Waiting c={c} />}
      {c.status === 'active' && c.assigned && <Assigned c={c} />}
      {team && <Item icon="people" minor>{t('why.team', { name: team })}</Item>}
      {c.rating && <Item icon="star">{t('why.rated', { n: c.rating.score })}</Item>}
      {c.ticket && (
        <li>
          <Suspense fallback={null}>
            <TicketChip {...c.ticket} />
          </Suspense>
        </li>
      )}
    </ul>
  )
}

/** What is minor stands in the history and beside it too; a phone has no room to say it twice. */
function Item({ icon, minor, children }: { icon: IconName; minor?: boolean; children: ComponentChildren }) {
  return (
    <li class={minor ? 'minor' : undefined}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </li>
  )
}

/** Why nobody has it changes with who comes and goes, so it is asked again while it is looked at. */
function Waiting({ c }: { c: Conversation }) {
  const words = useWords()
  const { data } = useQuery({
    queryKey: ['waiting', c.id],
    queryFn: ({ signal }) => conversations.waiting(c.id, signal),
    refetchInterval: 15_000,
  })
  if (!data?.reason) return null
  return <Item icon="clock">{words.t('why.waiting', { reason: reasonText('waiting', data.reason, words) })}</Item>
}

function Assigned({ c }: { c: Conversation }) {
  const words = useWords()
  const { t } = words
  const { person } = useSession()
  const { reason = '', data = {} } = c.assigned ?? {}
  const mine = c.assignee?.id === person.id
  const name = c.assignee?.name ?? t('who.someone')
  const { load, capacity } = data
  return (
    <Item icon="user">
      {t(mine ? 'why.assigned.me' : 'why.assigned', { name, reason: reasonText('assigned', reason, words) })}
      {load !== undefined && capacity !== undefined && <span class="hint"> ({t('why.load', { load, capacity })})</span>}
    </Item>
  )
}
