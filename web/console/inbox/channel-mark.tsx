import type { Channel } from '../../shared/wire'
import { useWords } from '../core/words'
import { Icon, type IconName } from '../ui/icon'

export const channelIcons: Record<Channel, IconName> = { widget: 'reply', webhook: 'code', form: 'list', email: 'mail' }

/** By which way somebody talks to us, and the name of the inbox where that is known. */
export function ChannelMark({ channel, name }: { channel: Channel; name?: string }) {
  const { t, has } = useWords()
  const key = `channel.${channel}`
  const kind = has(key) ? t(key) : channel
  return (
    <span class="mark channel">
      <Icon name={channelIcons[channel] ?? 'inbox'} size={13} />
      <span>{name ? t('channel.by', { channel: kind, name }) : kind}</span>
    </span>
  )
}
