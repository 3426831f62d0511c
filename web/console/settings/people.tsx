import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../shared/wire'
import type { Colleague } from '../core/records'
import { settings } from '../core/desk'
import { canManage, useSession } from '../core/session'
import { isCode, told } from '../core/trouble'
import { useWords } from '../core/words'
import { Avatar, Dot } from '../ui/avatar'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'
import { SeatDialog } from '../setup/seat'
import { useSetupWords } from '../setup/words'
import { Confirm } from './confirm'
import { PagedList } from './paged'
import { isRole, roleOptions, rolesFor } from './roles'
import { useSettingsWords } from './words'

export function People() {
  const { t } = useSettingsWords()
  return (
    <>
      <p class="hint">{t('people.lead')}</p>
      <PagedList name="people" load={settings.people} empty={null}>
        {(people) => (
          <ul class="lines people">
            {people.map((one) => (
              <Line key={one.person} one={one} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}

function Line({ one }: { one: Colleague }) {
  const { t } = useSettingsWords()
  const words = useWords()
  const { person, role } = useSession()
  const mayChange = canManage(role) && (one.role !== 'owner' || role === 'owner')
  return (
    <li>
      <Avatar id={one.person} name={one.name} />
      <span class="who">
        <strong>
          {one.name} {one.person === person.id && <span class="hint">({t('people.you')})</span>}
        </strong>
        <span class="hint">{one.email}</span>
      </span>
      <span class="here">
        <Dot presence={one.presence} />
        {words.t(`presence.${one.presence}`)}
      </span>
      {mayChange ? <Changes one={one} /> : <span>{words.t(`role.${one.role}`)}</span>}
    </li>
  )
}

function Changes({ one }: { one: Colleague }) {
  const { t } = useSettingsWords()
  const words = useWords()
  const { role } = useSession()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [tries, setTries] = useState(0)
  const setup = useSetupWords()
  const [seating, setSeating] = useState(false)
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: ['settings', 'people'] })
  const change = async (to: Role): Promise<void> => {
    try {
      await settings.changeRole(one.person, one.version, to)
      toast(t('people.changed', { name: one.name, role: words.t(`role.${to}`) }))
    } catch (error) {
      toast(isCode(error, 'stale') ? t('stale') : told(error, words))
    }
    await reload()
    setTries((n) => n + 1)
  }
  const remove = async (): Promise<void> => {
    await settings.remove(one.person)
    toast(t('people.removed', { name: one.name }))
    await reload()
  }
  return (
    <>
      <select
        key={tries} // a refused choice must not stay chosen on the screen
        value={one.role}
        aria-label={t('people.role.of', { name: one.name })}
        onChange={({ currentTarget: { value } }) => isRole(value) && void change(value)}
      >
        {roleOptions(rolesFor(role), words).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Button kind="quiet" icon="team" aria-label={setup.t('seat.of', { name: one.name })} onClick={() => setSeating(true)} />
      <Button kind="quiet" icon="trash" aria-label={t('people.remove.of', { name: one.name })} onClick={() => setAsking(true)} />
      {seating && <SeatDialog one={one} onClose={() => setSeating(false)} />}
      {asking && (
        <Confirm
          title={t('people.remove.of', { name: one.name })}
          text={t('people.remove.ask', { name: one.name })}
          act={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
