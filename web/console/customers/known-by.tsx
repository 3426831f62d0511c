import { useInboxName } from '../core/colleagues'
import type { Customer, Identity } from '../core/records'
import { Icon, type IconName } from '../ui/icon'
import { useCustomerWords } from './words'

const icons: Record<Identity['kind'], IconName> = { email: 'mail', phone: 'phone', external: 'inbox' }

/** Addresses, numbers and names of channels, and what each of them is worth. */
export function KnownBy({ customer }: { customer: Customer }) {
  const { t } = useCustomerWords()
  const own = customer.identities.filter((each) => each.customer === customer.id)
  return (
    <section class="block">
      <h2>{t('identities')}</h2>
      {own.length ? <Identities of={own} /> : <p class="hint">{t('identities.none')}</p>}
    </section>
  )
}

export function Identities({ of }: { of: readonly Identity[] }) {
  const { t, has } = useCustomerWords()
  const inbox = useInboxName(of.some((each) => each.inbox))
  const why = (reason: string): string => {
    const key = `undeliverable.${reason}`
    return t(has(key) ? key : 'undeliverable')
  }
  return (
    <ul class="identities">
      {of.map((each) => (
        <li key={`${each.kind} ${each.inbox} ${each.value} ${each.verified}`}>
          <Icon name={icons[each.kind]} size={15} />
          <span class="for-ears">{t(`kind.${each.kind}`)}</span>
          <span class="identity-value">{each.value}</span>
          {each.inbox && <span class="hint">{inbox(each.inbox)}</span>}
          <span class={each.verified ? 'mark resolved' : 'mark'}>
            {each.verified && <Icon name="check" size={13} />}
            {t(each.verified ? 'verified' : 'unverified')}
          </span>
          {each.undeliverable && (
            <span class="mark late">
              <Icon name="alert" size={13} />
              {why(each.undeliverable)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
