import { useState } from 'react'
import { mailto } from '../core/names'
import type { Customer } from '../core/records'
import { href } from '../core/router'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Erase } from '../inbox/erase'
import { Fact } from '../inbox/fact'
import { Button } from '../ui/button'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { History } from './history'
import { Marks } from './marks'
import { useCustomer } from './use-customer'
import { useCustomerWords } from './words'

interface Props {
  id: string
  /** The conversation that it is opened beside. */
  except?: string
}

/** The record as it is looked at beside a conversation or a ticket. */
export default function Record({ id, except }: Props) {
  const { t } = useCustomerWords()
  const { day } = useWords()
  const record = useCustomer(id)
  if (record.isPending) return <Skeleton rows={3} shape="line" />
  if (!record.data) return <Trouble error={record.error} lead={t('broken')} retry={() => void record.refetch()} />
  const { erased_at, merged_into } = record.data
  return (
    <>
      {erased_at ? <p class="hint">{t('erased.on', { day: day(erased_at) })}</p> : <Known customer={except ? unblocked(record.data) : record.data} />}
      <h3>{t(except ? 'history.others' : 'history')}</h3>
      <History id={merged_into ?? id} except={except} />
    </>
  )
}

/** The panel of a conversation bears that mark by itself. */
const unblocked = (customer: Customer): Customer => ({ ...customer, blocked_at: null })

function Known({ customer }: { customer: Customer }) {
  const { t } = useCustomerWords()
  const words = useWords()
  const { role } = useSession()
  const [erasing, setErasing] = useState(false)
  const { id, email, phone, company, attributes, blocked_reason, merged_into, created_at } = customer
  return (
    <>
      <p class="side-marks">
        <Marks of={customer} />
      </p>
      {merged_into && <a href={href(`/customers/${merged_into}`)}>{t('part.open')}</a>}
      <dl>
        {blocked_reason && <Fact label={t('block.reason')}>{blocked_reason}</Fact>}
        <Fact label={t('email')}>{email ? <a href={mailto(email)}>{email}</a> : <span class="hint">{t('not.given')}</span>}</Fact>
        {phone && (
          <Fact label={t('phone')}>
            <a href={`tel:${phone}`}>{phone}</a>
          </Fact>
        )}
        {company && <Fact label={t('company')}>{company}</Fact>}
        {attributes.map(({ name, value }) => (
          <Fact key={name} label={name}>
            {value}
          </Fact>
        ))}
        <Fact label={t('came')}>{words.day(created_at)}</Fact>
      </dl>
      {canManage(role) && <Button onClick={() => setErasing(true)}>{words.t('side.erase')}</Button>}
      {erasing && <Erase customer={id} onClose={() => setErasing(false)} />}
    </>
  )
}
