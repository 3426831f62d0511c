import { nameOf } from '../core/names'
import type { Customer } from '../core/records'
import { href } from '../core/router'
import { canChangeCustomers, useSession } from '../core/session'
import { isCode } from '../core/trouble'
import { useWords } from '../core/words'
import { useTitle } from '../shell/use-title'
import { Avatar } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { Blank, Notice, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { Block } from './block'
import { Details } from './details'
import { History } from './history'
import { KnownBy } from './known-by'
import { Marks } from './marks'
import { narrowed, useNarrowing } from './narrow'
import { Parts } from './parts'
import { type ProfileDeeds, useProfile } from './use-customer'
import { useCustomerWords } from './words'

export function Profile({ id }: { id: string }) {
  const { t } = useCustomerWords()
  const { record, ...deeds } = useProfile(id)
  return (
    <>
      <a class="button quiet back" href={href(narrowed('/customers', useNarrowing()))}>
        <Icon name="back" />
        <span>{t('all')}</span>
      </a>
      {record.data ? <Page customer={record.data} deeds={deeds} /> : <h1 class="for-ears">{t('customer')}</h1>}
      {record.data ? null : isCode(record.error, 'not_found', 'malformed', 'invalid') ? (
        <Blank icon="search" title={t('gone')} />
      ) : record.error ? (
        <Trouble error={record.error} lead={t('broken')} retry={() => void record.refetch()} />
      ) : (
        <Skeleton rows={6} shape="line" />
      )}
    </>
  )
}

export interface PartProps {
  customer: Customer
  deeds: ProfileDeeds
}

function Page({ customer, deeds }: PartProps) {
  const { t } = useCustomerWords()
  const words = useWords()
  const name = nameOf(customer, words)
  useTitle(name)
  return (
    <>
      <header class="customer-head">
        <Avatar id={customer.id} name={name} />
        <h1>{name}</h1>
        <Marks of={customer} />
      </header>
      <p class="hint">
        {t('since', { day: words.day(customer.created_at) })} · {words.t(`lang.${customer.locale}`)} · {t('audited')}
      </p>
      {customer.erased_at ? (
        <Notice kind="info">{t('erased.on', { day: words.day(customer.erased_at) })}</Notice>
      ) : (
        <Known customer={customer} deeds={deeds} />
      )}
      <section class="block">
        <h2>{t('history')}</h2>
        <History id={customer.id} />
      </section>
    </>
  )
}

/** Who is a part of somebody else is merged and blocked with them. */
function Known({ customer, deeds }: PartProps) {
  const { t } = useCustomerWords()
  const may = canChangeCustomers(useSession().role)
  const whole = customer.merged_into === null
  return (
    <>
      {!whole && (
        <Notice kind="info">
          {t('part.of')} <a href={href(`/customers/${customer.merged_into}`)}>{t('part.open')}</a>
        </Notice>
      )}
      <Details key={customer.version} customer={customer} deeds={deeds} may={may} />
      <KnownBy customer={customer} />
      {whole && <Parts customer={customer} deeds={deeds} may={may} />}
      {whole && <Block customer={customer} deeds={deeds} may={may} />}
    </>
  )
}
