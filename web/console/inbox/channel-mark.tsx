import type { Channel } from '../../shared/wire'
import { useWords } from '../core/words'
import { Icon, type IconName } from '../ui/icon'

export const channelIcons: Record<Channel, IconName> = { widget: 'reply', webhook: 'code', form: 'list', email: 'mail' }

interface Props {
  channel: Channel
  /** Of the inbox, where that is known. */
  name?: string
  /** The sign alone, where there is little room; its word is there for ears and pointers. */
  brief?: boolean
}

/** By which way somebody talks to us. */
export function ChannelMark({ channel, name, brief }: Props) {
  const { t, has } = useWords()
  const key = `channel.${channel}`
  const kind = has(key) ? t(key) : channel
  return (
    <span class="mark channel" title={brief ? kind : undefined}>
      <Icon name={channelIcons[channel] ?? 'inbox'} size={13} />
      <span class={brief ? 'for-ears' : undefined}>{name ? t('channel.by', { channel: kind, name }) : kind}</span>
    </span>
  )
}
