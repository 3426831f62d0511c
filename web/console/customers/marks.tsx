import { BlockedMark } from '../inbox/blocked'
import type { CustomerRow } from '../core/records'
import { Icon } from '../ui/icon'
import { useCustomerWords } from './words'

/** What sets a customer apart; most have none of it. */
export function Marks({ of: { tier, blocked_at, merged_into, erased_at } }: { of: CustomerRow }) {
  const { t } = useCustomerWords()
  return (
    <>
      {tier !== 'none' && (
        <span class="mark active">
          <Icon name="star" size={13} />
          {t(`tier.${tier}`)}
        </span>
      )}
      {blocked_at && <BlockedMark />}
      {merged_into && (
        <span class="mark">
          <Icon name="join" size={13} />
          {t('merged')}
        </span>
      )}
      {erased_at && (
        <span class="mark">
          <Icon name="trash" size={13} />
          {t('erased')}
        </span>
      )}
    </>
  )
}
