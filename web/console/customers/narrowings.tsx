import { href } from '../core/router'
import { type Narrowing, narrowed, narrowings } from './narrow'
import { useCustomerWords } from './words'

interface Props {
  /** Null: all of them; undefined: those who were looked up. */
  now: Narrowing | null | undefined
  onChoose: () => void
}

/** Each is a list by an index of its own, so there are no two of them at once. */
export function Narrowings({ now, onChoose }: Props) {
  const { t } = useCustomerWords()
  return (
    <nav class="tabs" aria-label={t('only')}>
      {[null, ...narrowings].map((one) => (
        <a key={one} href={href(narrowed('/customers', one))} aria-current={one === now ? 'page' : undefined} onClick={onChoose}>
          {one === null ? t('only.all') : one === 'blocked' ? t('only.blocked') : t(`tier.${one}`)}
        </a>
      ))}
    </nav>
  )
}
