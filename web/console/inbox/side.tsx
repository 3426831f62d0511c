import type { Conversation } from '../../shared/wire'
import { useTeamName } from '../core/colleagues'
import { nameOf } from '../core/names'
import { canReadCustomers, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Avatar } from '../ui/avatar'
import { BlockedMark } from './blocked'
import { Fact } from './fact'
import { reasonText } from './reasons'
import { StatusMark } from './status'
import { TheirRecord } from './their-record'

export function Side({ c }: { c: Conversation }) {
  const words = useWords()
  const { t, moment, number } = words
  const team = useTeamName()(c.team)
  const { role } = useSession()
  const name = nameOf(c.customer, words)
  return (
    <div class="side-body">
      <header class="side-head">
        <Avatar id={c.customer.id} name={name} />
        <h2>{name}</h2>
      </header>
      {c.blocked && (
        <p class="side-marks">
          <BlockedMark />
        </p>
      )}
      {canReadCustomers(role) && <TheirRecord key={c.customer.id} id={c.customer.id} except={c.id} />}
      <h3>{t('side.conversation')}</h3>
      <dl>
        <Fact label={t('side.status')}>
          <StatusMark status={c.status} />
        </Fact>
        <Fact label={t('side.assignee')}>{c.assignee?.name ?? t(c.status === 'resolved' ? 'side.nobody' : 'act.nobody')}</Fact>
        {team && <Fact label={t('side.team')}>{team}</Fact>}
        {c.handoff && <Fact label={t('side.handoff')}>{reasonText('handoff', c.handoff.reason, words)}</Fact>}
        {c.rating && <Fact label={t('side.rating')}>{t('side.rating.of', { n: c.rating.score })}</Fact>}
        <Fact label={t('side.locale')}>{t(c.locale === 'zh' ? 'lang.zh' : 'lang.en')}</Fact>
        <Fact label={t('side.started')}>{moment(c.created_at)}</Fact>
        <Fact label={t('side.last')}>{moment(c.updated_at)}</Fact>
        <Fact label={t('side.count')}>{number(c.seq)}</Fact>
      </dl>
    </div>
  )
}
