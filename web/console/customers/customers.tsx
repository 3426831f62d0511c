import '../settings/settings.css'
import './customers.css'
import { useState } from 'react'
import { canReadCustomers, useSession } from '../core/session'
import { useTitle } from '../shell/use-title'
import { PagedList } from '../settings/paged'
import { Blank } from '../ui/notice'
import { customers, listKey } from './desk'
import { Find } from './find'
import { Found, Lines } from './found'
import { Profile } from './profile'
import type { Sought } from './sought'
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
  useTitle(t('customers'))
  return (
    <>
      <h1>{t('customers')}</h1>
      <Find sought={sought} seek={seek} />
      {sought ? (
        <Found sought={sought}>{(items) => <Lines items={items} />}</Found>
      ) : (
        <PagedList name={listKey} load={customers.list} empty={<Blank icon="people" title={t('none')} hint={t('none.hint')} />}>
          {(items) => <Lines items={items} />}
        </PagedList>
      )}
    </>
  )
}
