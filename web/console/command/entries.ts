import { type Command, offers, run } from '../core/commands'
import { letters, theme } from '../core/prefs'
import { go } from '../core/router'
import { canManage, canReadCustomers, useSession } from '../core/session'
import { useStore } from '../core/store'
import { type Key, everyTongue, useWords } from '../core/words'
import { useLink } from '../live/live'
import { presence } from '../live/stores'
import { chooseLang, signOut } from '../shell/leave'
import type { IconName } from '../ui/icon'

export interface Entry {
  group: Key
  icon: IconName
  text: string
  /** What it may be found by: its name in every language. */
  sought: string
  keys?: string
  act: () => void
}

const acts: readonly [Command, Key, IconName, string][] = [
  ['take', 'act.take', 'hand', 'a'],
  ['reply', 'write.reply', 'reply', 'r'],
  ['note', 'write.note', 'lock', 'n'],
  ['resolve', 'act.resolve', 'check', 'e'],
  ['reopen', 'act.reopen', 'refresh', ''],
  ['release', 'act.release', 'out', ''],
  ['side', 'act.side', 'side', ''],
  ['create', 'act.create', 'plus', 'c'],
]
const places: readonly [string, Key, IconName][] = [
  ['/inbox?view=unassigned', 'view.unassigned', 'inbox'],
  ['/inbox?view=mine', 'view.mine', 'inbox'],
  ['/inbox?view=all', 'view.all', 'inbox'],
  ['/tickets', 'app.tickets', 'ticket'],
  ['/tickets?assignee=me', 'command.tickets.mine', 'ticket'],
  ['/settings', 'app.settings', 'settings'],
]

/** Everything that can be done from here, now. */
export function useEntries(): Entry[] {
  const { t } = useWords()
  const link = useLink()
  const session = useSession()
  const offered = useStore(offers)
  const single = useStore(letters)
  const entry = (group: Key, icon: IconName, key: Key, act: () => void, inner?: Key, keys?: string): Entry => {
    const vars = inner && { name: t(inner) }
    const sought = `${t(key, vars)} ${everyTongue(key)} ${inner ? everyTongue(inner) : ''}`.toLowerCase()
    return { group, icon, text: t(key, vars), sought, keys, act }
  }
  const looks = (['auto', 'light', 'dark'] as const).map((v) =>
    entry('command.mine', 'moon', 'command.theme', () => theme.set(v), `theme.${v}`))
  const tongues = (['zh', 'en'] as const).map((v) =>
    entry('command.mine', 'user', 'command.lang', () => void chooseLang(session, v), `lang.${v}`))
  const being = (['available', 'away'] as const).map((v) =>
    entry('command.mine', 'user', 'command.presence', () => (presence.set(v), link.presence(v)), `presence.${v}`))
  const customers = canReadCustomers(session.role)
    ? [entry('command.go', 'people', 'app.customers', () => go('/customers'))]
    : []
  const widget = canManage(session.role)
    ? [entry('command.go', 'code', 'list.empty.widget', () => go('/settings/widget'))]
    : []
  return [
    ...acts
      .filter(([command]) => offered.has(command))
      .map(([command, key, icon, keys]) => entry('command.conversation', icon, key, () => run(command), undefined, keys)),
    ...places.map(([to, key, icon]) => entry('command.go', icon, key, () => go(to))),
    ...customers,
    ...widget,
    ...being,
    ...looks,
    ...tongues,
    entry('command.mine', 'command', single ? 'command.letters.off' : 'command.letters.on', () => letters.set(!single)),
    entry('command.mine', 'list', 'keys.title', () => run('help'), undefined, '?'),
    entry('command.mine', 'out', 'account.signOut', () => void signOut(link)),
  ]
}

/** Every word that was typed must be found, in any order. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ sought }) => words.every((word) => sought.includes(word)))
}
