import { useState } from 'react'
import { useColleagues, useTeams } from '../core/colleagues'
import { usePhone } from '../core/media'
import { go, href } from '../core/router'
import { useSession } from '../core/session'
import { Icon } from '../ui/icon'
import { priorities, statuses, types } from '../../shared/tickets'
import { type FilterName, type Filters, listPath, names, writeFilters } from './filters'
import { useTicketWords } from './words'

/** The address changes, and the list with it: Back takes a filter away again. */
const narrow = (filters: Filters, name: FilterName, value: string): void =>
  go(listPath({ ...filters, [name]: value || undefined }))

export function FilterBar({ filters }: { filters: Filters }) {
  const { t } = useTicketWords()
  const phone = usePhone()
  const n = names.filter((name) => filters[name]).length
  if (!phone) return <Fields filters={filters} />
  return (
    <details class="filters-fold">
      <summary>
        <Icon name="filter" size={16} />
        {t('filter')}
        {n > 0 && <span class="tab-count">{t('filter.n', { n })}</span>}
      </summary>
      <Fields filters={filters} />
    </details>
  )
}

function Fields({ filters }: { filters: Filters }) {
  const { t } = useTicketWords()
  const { person } = useSession()
  const people = useColleagues().data ?? []
  const teams = useTeams().data ?? []
  const who: [string, string][] = [
    ['me', t('filter.me')],
    ['none', t('filter.none')],
    ...people.filter((one) => one.person !== person.id).map((one): [string, string] => [one.person, one.name]),
  ]
  const options: Record<Exclude<FilterName, 'tag'>, [string, string][]> = {
    status: statuses.map((status) => [status, t(`status.${status}`)]),
    assignee: who,
    priority: priorities.map((priority) => [priority, t(`priority.${priority}`)]),
    type: types.map((type) => [type, t(`type.${type}`)]),
    team: teams.map((team) => [team.id, team.name]),
  }
  return (
    <form class="filters" role="search" aria-label={t('filter')} onSubmit={(event) => event.preventDefault()}>
      {(Object.keys(options) as Exclude<FilterName, 'tag'>[]).map((name) => (
        <Choice key={name} name={name} filters={filters} options={options[name]} />
      ))}
      <Tag key={filters.tag} filters={filters} />
      {writeFilters(filters) && (
        <a class="button quiet" href={href(listPath({}))}>
          <Icon name="close" size={15} />
          <span>{t('filter.clear')}</span>
        </a>
      )}
    </form>
  )
}

interface ChoiceProps {
  name: Exclude<FilterName, 'tag'>
  filters: Filters
  options: [string, string][]
}

function Choice({ name, filters, options }: ChoiceProps) {
  const { t } = useTicketWords()
  const value = filters[name] ?? ''
  // Somebody who has left may still be in an address.
  const known = value === '' || options.some(([option]) => option === value)
  return (
    <select
      aria-label={t(`filter.${name}`)}
      data-set={value ? true : undefined}
      value={value}
      onChange={({ currentTarget }) => narrow(filters, name, currentTarget.value)}
    >
      <option value="">{t(`filter.any.${name}`)}</option>
      {!known && <option value={value}>…</option>}
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  )
}

/** Asked for when it is finished, not with every letter. */
function Tag({ filters }: { filters: Filters }) {
  const { t } = useTicketWords()
  const [text, setText] = useState(filters.tag ?? '')
  const ask = (): void => {
    if (text.trim() !== (filters.tag ?? '')) narrow(filters, 'tag', text.trim())
  }
  return (
    <input
      type="search"
      enterKeyHint="search"
      aria-label={t('filter.tag')}
      placeholder={t('filter.any.tag')}
      data-set={filters.tag ? true : undefined}
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={ask}
      onKeyDown={(event) => event.key === 'Enter' && !event.isComposing && ask()}
    />
  )
}
