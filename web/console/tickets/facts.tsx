import { useId, useState } from 'react'
import { priorities, type Priority, type Ticket, type TicketType, types } from '../../shared/tickets'
import { useColleagues, useTeamName, useTeams } from '../core/colleagues'
import { href } from '../core/router'
import { nameOf } from '../core/names'
import { canReadCustomers, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Fact } from '../inbox/fact'
import { TheirRecord } from '../inbox/their-record'
import { Icon } from '../ui/icon'
import { Clocks } from './clocks'
import { tickets } from './desk'
import { longest } from './limits'
import { PriorityMark, TicketStatusMark } from './marks'
import { Tags } from './tags'
import { isEnded } from './transitions'
import type { Edit } from './use-edit'
import { useTicketWords } from './words'

interface Props {
  ticket: Ticket
  edit: Edit
  mayWrite: boolean
}

export function Facts({ ticket, edit, mayWrite }: Props) {
  const { t } = useTicketWords()
  const { moment } = useWords()
  return (
    <div class="side-body">
      <h2 class="for-ears">{t('ticket.details')}</h2>
      <Clocks ticket={ticket} />
      {mayWrite && !isEnded(ticket.status) ? <Changeable ticket={ticket} edit={edit} /> : <Fixed ticket={ticket} />}
      <dl>
        <Fact label={t('fact.customer')}>
          {ticket.customer ? <Them customer={ticket.customer} /> : t('fact.none')}
        </Fact>
        <Fact label={t('fact.conversation')}>
          {ticket.conversation ? (
            <a class="fact-link" href={href(`/inbox/${ticket.conversation}?view=all`)}>
              <Icon name="inbox" size={15} />
              {t('fact.conversation.open')}
            </a>
          ) : (
            t('fact.none')
          )}
        </Fact>
        {ticket.rating && (
          <Fact label={t('fact.rating')}>
            <Icon name="star" size={14} /> {t('rating.of', { n: ticket.rating.score })}
            {ticket.rating.text && <p class="quote">{ticket.rating.text}</p>}
          </Fact>
        )}
        <Fact label={t('fact.created')}>{moment(ticket.created_at)}</Fact>
        <Fact label={t('fact.updated')}>{moment(ticket.updated_at)}</Fact>
        {ticket.resolved_at && <Fact label={t('fact.resolved')}>{moment(ticket.resolved_at)}</Fact>}
      </dl>
    </div>
  )
}

function Them({ customer }: { customer: NonNullable<Ticket['customer']> }) {
  const words = useWords()
  const { role } = useSession()
  return (
    <>
      {nameOf(customer, words)}
      {canReadCustomers(role) && <TheirRecord id={customer.id} />}
    </>
  )
}

/** For those who may only read, and for what has ended. */
function Fixed({ ticket }: { ticket: Ticket }) {
  const { t } = useTicketWords()
  const teamName = useTeamName()
  return (
    <dl>
      <Fact label={t('fact.status')}>
        <TicketStatusMark status={ticket.status} />
      </Fact>
      <Fact label={t('fact.assignee')}>{ticket.assignee?.name ?? t('fact.nobody')}</Fact>
      <Fact label={t('fact.team')}>{teamName(ticket.team) ?? t('fact.team.none')}</Fact>
      <Fact label={t('fact.priority')}>
        <PriorityMark priority={ticket.priority} />
      </Fact>
      <Fact label={t('fact.type')}>{t(`type.${ticket.type}`)}</Fact>
      <Fact label={t('fact.category')}>{ticket.category || t('fact.none')}</Fact>
      <Fact label={t('fact.tags')}>{ticket.tags.join(', ') || t('fact.none')}</Fact>
    </dl>
  )
}

function Changeable({ ticket, edit }: { ticket: Ticket; edit: Edit }) {
  const { t } = useTicketWords()
  const { person } = useSession()
  const people = useColleagues().data ?? []
  const teams = useTeams().data ?? []
  const { id, assignee, team } = ticket
  const holders: [string, string][] = [
    ['', t('fact.nobody')],
    ...people.map((one): [string, string] => [one.person, one.person === person.id ? `${one.name} (${t('filter.me')})` : one.name]),
  ]
  // Somebody who has left, or whose page is not loaded, is still who has it.
  if (assignee && !holders.some(([value]) => value === assignee.id)) holders.push([assignee.id, assignee.name])
  const assign = (field: 'assignee' | 'team', now: { person: string | null; team: string | null }, value: string): void =>
    void edit.run({
      what: t('what', { field: t(`fact.${field}`), value }),
      send: (version) => tickets.assign(id, version, now),
      undo: (version) => tickets.assign(id, version, { person: assignee?.id ?? null, team }),
    })
  const change = <K extends 'priority' | 'type' | 'category' | 'tags'>(name: K, to: Ticket[K], value: string): void =>
    void edit.run({
      what: t('what', { field: t(`fact.${name}`), value }),
      send: (version) => tickets.change(id, version, { [name]: to }),
      undo: (version) => tickets.change(id, version, { [name]: ticket[name] }),
    })
  return (
    <div class="facts">
      <Pick
        label={t('fact.assignee')}
        value={assignee?.id ?? ''}
        options={holders}
        onPick={(to, text) => assign('assignee', { person: to || null, team }, text)}
      />
      <Pick
        label={t('fact.team')}
        value={team ?? ''}
        options={[['', t('fact.team.none')], ...teams.map((one): [string, string] => [one.id, one.name])]}
        onPick={(to, text) => assign('team', { person: assignee?.id ?? null, team: to || null }, text)}
      />
      <Pick
        label={t('fact.priority')}
        value={ticket.priority}
        options={priorities.map((one) => [one, t(`priority.${one}`)])}
        onPick={(to, text) => change('priority', to as Priority, text)}
      />
      <Pick
        label={t('fact.type')}
        value={ticket.type}
        options={types.map((one) => [one, t(`type.${one}`)])}
        onPick={(to, text) => change('type', to as TicketType, text)}
      />
      <Category key={ticket.category} value={ticket.category} onSave={(to) => change('category', to, to)} />
      <Tags tags={ticket.tags} onSave={(to) => change('tags', to, to.join(', '))} />
    </div>
  )
}

interface PickProps {
  label: string
  value: string
  options: [string, string][]
  onPick: (value: string, text: string) => void
}

/** Shows the ticket's own value whatever was chosen: a refused choice does not stay on the screen. */
function Pick({ label, value, options, onPick }: PickProps) {
  const id = useId()
  const [tries, setTries] = useState(0)
  return (
    <div class="pick">
      <label for={id}>{label}</label>
      <select
        key={tries}
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          const { value: to, selectedOptions } = currentTarget
          setTries(tries + 1)
          onPick(to, selectedOptions[0]?.text ?? to)
        }}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

function Category({ value, onSave }: { value: string; onSave: (to: string) => void }) {
  const { t } = useTicketWords()
  const id = useId()
  const save = (to: string): void => {
    if (to.trim() !== value) onSave(to.trim())
  }
  return (
    <div class="pick">
      <label for={id}>{t('fact.category')}</label>
      <input
        id={id}
        type="text"
        defaultValue={value}
        maxLength={longest.category}
        placeholder={t('fact.category.none')}
        onBlur={({ currentTarget }) => save(currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && !event.isComposing && event.currentTarget.blur()}
      />
    </div>
  )
}
