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

interface LinesProps {
  items: readonly CustomerRow[]
  /** Where a name leads. */
  to?: (one: CustomerRow) => string
  /** What can be done with somebody. */
  act?: (one: CustomerRow) => ComponentChildren
}

export function Lines({ items, to, act }: LinesProps) {
  return (
    <ul class="lines">
      {items.map((one) => (
        <Line key={one.id} one={one} to={to?.(one)}>
          {act?.(one)}
        </Line>
      ))}
    </ul>
  )
}

function Line({ one, to, children }: { one: CustomerRow; to?: string; children?: ComponentChildren }) {
  const { t } = useCustomerWords()
  const words = useWords()
  const name = nameOf(one, words)
  const { company, created_at, blocked_at } = one
  const since = blocked_at ? t('blocked.on', { day: words.day(blocked_at) }) : t('since', { day: words.day(created_at) })
  const about = [company, since].filter(Boolean).join(' · ')
  const told = (
    <>
      <strong>{name}</strong>
      <span class="hint">{about}</span>
    </>
  )
  return (
    <li class="customer-line">
      <Avatar id={one.id} name={name} />
      {to ? (
        <a class="who" href={href(to)}>
          {told}
        </a>
      ) : (
        <span class="who">{told}</span>
      )}
      <Marks of={one} />
      {children}
    </li>
  )
}
