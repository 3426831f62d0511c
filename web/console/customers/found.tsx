import type { ComponentChildren } from 'preact'
import { nameOf } from '../core/names'
import type { CustomerRow } from '../core/records'
import { href } from '../core/router'
import { useWords } from '../core/words'
import { PagedList } from '../settings/paged'
import { Avatar } from '../ui/avatar'
import { Blank } from '../ui/notice'
import { customers, foundKey } from './desk'
import { Marks } from './marks'
import type { Sought } from './sought'
import { useCustomerWords } from './words'

interface Props {
  sought: Sought
  children: (items: CustomerRow[]) => ComponentChildren
}

/** Everybody who has this address or number, whoever says so. */
export function Found({ sought, children }: Props) {
  return (
    <PagedList key={sought.value} name={foundKey(sought)} staleTime={Infinity} load={customers.known(sought)} empty={<NobodyFound />}>
      {children}
    </PagedList>
  )
}

export function NobodyFound() {
  const { t } = useCustomerWords()
  return <Blank icon="search" title={t('find.none')} hint={t('find.none.hint')} />
}

export function Lines({ items, act }: { items: readonly CustomerRow[]; act?: (one: CustomerRow) => ComponentChildren }) {
  return (
    <ul class="lines">
      {items.map((one) => (
        <Line key={one.id} one={one}>
          {act?.(one)}
        </Line>
      ))}
    </ul>
  )
}

/** A name leads to its profile, unless there is something else to do with it. */
function Line({ one, children }: { one: CustomerRow; children?: ComponentChildren }) {
  const { t } = useCustomerWords()
  const words = useWords()
  const name = nameOf(one, words)
  const about = [one.company, t('since', { day: words.day(one.created_at) })].filter(Boolean).join(' · ')
  const told = (
    <>
      <strong>{name}</strong>
      <span class="hint">{about}</span>
    </>
  )
  return (
    <li class="customer-line">
      <Avatar id={one.id} name={name} />
      {children ? (
        <span class="who">{told}</span>
      ) : (
        <a class="who" href={href(`/customers/${one.id}`)}>
          {told}
        </a>
      )}
      <Marks of={one} />
      {children}
    </li>
  )
}
