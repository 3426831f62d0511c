import type { Status } from '../../shared/wire'
import { useWords } from '../core/words'
import { Icon, type IconName } from '../ui/icon'

const icons: Record<Status, IconName> = {
  bot: 'bot', queued: 'clock', active: 'reply', snoozed: 'moon', resolved: 'check',
}

/** A word and a sign; the colour only repeats them. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useWords()
  return (
    <span class={`mark status ${status}`}>
      <Icon name={icons[status]} size={13} />
      {t(`status.${status}`)}
    </span>
  )
}
