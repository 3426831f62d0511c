import '../settings/settings.css'
import './customers.css'
import { useState } from 'react'
import type { CustomerRow } from '../core/records'
import { canChangeCustomers, canReadCustomers, useSession } from '../core/session'
import { useTitle } from '../shell/use-title'
import { PagedList } from '../settings/paged'
import { Blank } from '../ui/notice'
import { customers, listKey } from './desk'
import { Find } from './find'
import { Found, Lines } from './found'
import { type Narrowing, narrowed, useNarrowing } from './narrow'
import { Narrowings } from './narrowings'
import { Profile } from './profile'
import type { Sought } from './sought'
import { Unblock } from './unblock'
import { useCustomerWords } from './words'

/** All of them, or the one that the address names. What was looked up stays for the way back. */
export default function Customers({ id }: { id?: string }) {
  const { role } = useSession()
  const [sought, seek] = useState<Sought | null>(null)
  return (
    <main class="settings" key={id ?? ''}>
      <div class="settings-page">
        {!canReadCustomers(role) ? <Closed /> : id ? <Profile id={id} /> : <List sought={sought} seek={seek} />}
      </div>
    </main>
  )
}

function Closed() {
  const { t } = useCustomerWords()
  useTitle(t('customers'))
  return (
    <>
      <h1>{t('customers')}</h1>
      <Blank icon="lock" title={t('closed')} hint={t('closed.hint')} />
    </>
  )
}

function List({ sought, seek }: { sought: Sought | null; seek: (sought: Sought | null) => void }) {
  const { t } = useCustomerWords()
  const only = useNarrowing()
  useTitle(t('customers'))
  return (
    <>
      <h1>{t('customers')}</h1>
      <Find sought={sought} seek={seek} />
      <Narrowings now={sought ? undefined : only} onChoose={() => seek(null)} />
      {sought ? (
        <Found sought={sought}>{(items) => <Lines items={items} to={({ id }) => narrowed(`/customers/${id}`, only)} />}</Found>
      ) : (
        <Those key={only} only={only} />
      )}
    </>
  )
}

function Those({ only }: { only: Narrowing | null }) {
  const { t } = useCustomerWords()
  const may = canChangeCustomers(useSession().role)
  const empty = only ? <Blank icon="people" title={t(only === 'blocked' ? 'none.blocked' : 'none.tier')} /> : <Blank icon="people" title={t('none')} hint={t('none.hint')} />
  const act = (one: CustomerRow) => may && only === 'blocked' && one.blocked_at && <Unblock customer={one} />
  return (
    <PagedList name={listKey(only)} load={customers.list(only)} empty={empty}>
      {(items) => <Lines items={items} to={({ id }) => narrowed(`/customers/${id}`, only)} act={act} />}
    </PagedList>
  )
}
