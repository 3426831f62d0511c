import type { Role } from '../../shared/wire'
import { href } from '../core/router'
import { canReadCustomers, useSession } from '../core/session'
import { useStore } from '../core/store'
import { type Key, useWords } from '../core/words'
import { useAttention } from '../inbox/lists'
import { presence } from '../live/stores'
import { useUrgent } from '../live/urgent'
import { Avatar } from '../ui/avatar'
import { Icon, type IconName } from '../ui/icon'
import { Account } from './account'

const rooms: readonly { to: string; icon: IconName; key: Key }[] = [
  { to: 'inbox', icon: 'inbox', key: 'app.inbox' },
  { to: 'tickets', icon: 'ticket', key: 'app.tickets' },
  { to: 'customers', icon: 'people', key: 'app.customers' },
  { to: 'settings', icon: 'settings', key: 'app.settings' },
]

export const roomsOf = (role: Role) => rooms.filter(({ to }) => to !== 'customers' || canReadCustomers(role))

/** A column on a desktop, the bottom bar on a phone. */
export function Rail({ room }: { room: string }) {
  const { t } = useWords()
  const { person, role } = useSession()
  const here = useStore(presence)
  const counts: Readonly<Record<string, { n: number; words: Key }>> = {
    inbox: { n: useAttention(), words: 'app.inbox.count' },
    tickets: { n: useUrgent(), words: 'app.tickets.count' },
  }
  return (
    <nav class="rail" aria-label={t('app.nav')}>
      <img class="rail-mark" src="./icon.svg" alt="" width="32" height="32" />
      {roomsOf(role).map(({ to, icon, key }) => (
        <a key={to} class="rail-link" href={href(`/${to}`)} aria-current={room === to ? 'page' : undefined}>
          <Icon name={icon} size={22} />
          <span>{t(key)}</span>
          <Count {...counts[to]} />
        </a>
      ))}
      <button type="button" class="rail-link rail-me" popoverTarget="account">
        <Avatar id={person.id} name={person.name} presence={here} />
        <span>{t('app.account')}</span>
      </button>
      <Account />
    </nav>
  )
}

/** The figure for the eye, and what it counts for the ear. */
function Count({ n = 0, words }: { n?: number; words?: Key }) {
  const { t } = useWords()
  if (!n || !words) return null
  return (
    <b class="count">
      {n} <span class="for-ears">{t(words, { n })}</span>
    </b>
  )
}
