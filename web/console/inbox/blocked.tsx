import { useWords } from '../core/words'
import { Icon } from '../ui/icon'

/** They may read, and not write any more. */
export function BlockedMark() {
  const { t } = useWords()
  return (
    <span class="mark late">
      <Icon name="lock" size={13} />
      {t('customer.blocked')}
    </span>
  )
}
