import type { ComponentChildren } from 'preact'
import type { Team } from '../../shared/wire'
import type { Colleague } from '../core/records'
import { useWords } from '../core/words'
import { Avatar, Dot } from '../ui/avatar'
import { Icon } from '../ui/icon'

interface Props {
  chosen?: string
  onChoose: (one: { id: string; name: string }) => void
}

/** Native radios: arrow keys, names and states come with them. */
export function People({ people, chosen, onChoose }: Props & { people: Colleague[] }) {
  const { t } = useWords()
  if (!people.length) return <p class="hint">{t('transfer.nobody')}</p>
  return (
    <>
      <fieldset class="targets">
        <legend class="for-ears">{t('transfer.person')}</legend>
        {people.map((one) => (
          <Target key={one.person} off={one.presence !== 'available'} on={one.person === chosen} onChoose={() => onChoose({ id: one.person, name: one.name })}>
            <Avatar id={one.person} name={one.name} />
            <span class="target-name">
              {one.name}
              <span class="hint">
                <Dot presence={one.presence} /> {t(`presence.${one.presence}`)}
              </span>
            </span>
            <Load one={one} />
          </Target>
        ))}
      </fieldset>
      <p class="hint">{t('transfer.away')}</p>
    </>
  )
}

export function Teams({ teams, chosen, onChoose }: Props & { teams: Team[] }) {
  const { t } = useWords()
  if (!teams.length) return <p class="hint">{t('transfer.teams.none')}</p>
  return (
    <>
      <fieldset class="targets">
        <legend class="for-ears">{t('transfer.team')}</legend>
        {teams.map((team) => (
          <Target key={team.id} on={team.id === chosen} onChoose={() => onChoose(team)}>
            <Icon name="people" />
            <span class="target-name">{team.name}</span>
          </Target>
        ))}
      </fieldset>
      <p class="hint">{t('transfer.team.hint')}</p>
    </>
  )
}

interface TargetProps {
  on: boolean
  off?: boolean
  onChoose: () => void
  children: ComponentChildren
}

function Target({ on, off, onChoose, children }: TargetProps) {
  return (
    <label class="target">
      <input type="radio" name="target" checked={on} disabled={off} onChange={onChoose} />
      {children}
    </label>
  )
}

/** The figures, and a bar that repeats them. */
function Load({ one }: { one: Colleague }) {
  const { t } = useWords()
  if (!one.capacity) return null
  const figures = { load: one.load, capacity: one.capacity }
  return (
    <span class="load">
      <span aria-hidden="true">{t('transfer.load', figures)}</span>
      <span class="for-ears">{t('transfer.load.long', figures)}</span>
      <span class={`load-bar ${one.load >= one.capacity ? 'full' : ''}`} aria-hidden="true">
        <i style={{ width: `${Math.min(100, (one.load / one.capacity) * 100)}%` }} />
      </span>
    </span>
  )
}
