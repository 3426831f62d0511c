import { useState } from 'react'
import type { Conversation } from '../../shared/wire'
import { useTeamName } from '../core/colleagues'
import { nameOf } from '../core/names'
import { canManage, canWrite, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Icon } from '../ui/icon'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { Erase } from './erase'
import { Fact } from './fact'
import { reasonText } from './reasons'
import { StatusMark } from './status'
import { useCustomer } from './use-customer'

export function Side({ c }: { c: Conversation }) {
  const words = useWords()
  const { t, moment, number } = words
  const team = useTeamName()(c.team)
  const { role } = useSession()
  const mayRead = canWrite(role)
  const record = useCustomer(c.customer.id, mayRead)
  const name = record.data?.name || nameOf(c.customer, words)
  return (
    <div class="side-body">
      <header class="side-head">
        <Avatar id={c.customer.id} name={name} />
        <h2>{name}</h2>
      </header>
      {mayRead && <Customer record={record} />}
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

export function Customer({ record }: { record: ReturnType<typeof useCustomer> }) {
  const { t, day } = useWords()
  const { role } = useSession()
  const [erasing, setErasing] = useState(false)
  if (record.isPending) return <Skeleton rows={3} shape="line" />
  if (!record.data) return <Trouble error={record.error} lead={t('side.broken')} retry={() => void record.refetch()} />
  const { id, email, created_at, erased_at } = record.data
  if (erased_at) return <p class="hint">{t('side.erased', { day: day(erased_at) })}</p>
  return (
    <>
      <dl>
        <Fact label={t('side.email')}>
          {email ? <a href={`mailto:${email}`}>{email}</a> : <span class="hint">{t('side.none')}</span>}
        </Fact>
        <Fact label={t('side.since')}>{day(created_at)}</Fact>
      </dl>
      <p class="audited">
        <Icon name="lock" size={13} />
        {t('side.audited')}
      </p>
      {canManage(role) && <Button onClick={() => setErasing(true)}>{t('side.erase')}</Button>}
      {erasing && <Erase customer={id} onClose={() => setErasing(false)} />}
    </>
  )
}
