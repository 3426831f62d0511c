import { priorities, statuses, type Priority, type Ticket, type TicketStatus, type TicketType, types } from '../../shared/tickets'

/** What a list of tickets is narrowed to. The address of the page carries it, so it can be kept and shared. */
export interface Filters {
  status?: TicketStatus
  /** A person's id, `me`, or `none` for tickets that nobody has. */
  assignee?: string
  team?: string
  priority?: Priority
  type?: TicketType
  tag?: string
}
export type FilterName = keyof Filters

export const names: readonly FilterName[] = ['status', 'assignee', 'team', 'priority', 'type', 'tag']

const closedLists: Partial<Record<FilterName, readonly string[]>> = { status: statuses, priority: priorities, type: types }

/** What an address asks for; a word that we do not know narrows nothing. */
export function readFilters(query: URLSearchParams): Filters {
  const found = names.flatMap((name) => {
    const value = query.get(name)?.trim()
    const known = closedLists[name]
    return value && (!known || known.includes(value)) ? [[name, value]] : []
  })
  return Object.fromEntries(found) as Filters
}

/** Always in the same order: two ways to the same list are one address and one cache entry. */
export function writeFilters(filters: Filters): string {
  const pairs = names.flatMap((name) => (filters[name] ? [[name, filters[name]] as [string, string]] : []))
  return new URLSearchParams(pairs).toString()
}

export const listPath = (filters: Filters): string => {
  const query = writeFilters(filters)
  return query ? `/tickets?${query}` : '/tickets'
}

export const sameFilters = (a: Filters, b: Filters): boolean => writeFilters(a) === writeFilters(b)

const ended: readonly TicketStatus[] = ['closed', 'merged']

/** Whether a ticket belongs in a list: the desk's own question, asked again when news of it come in. */
export function fits(ticket: Ticket, filters: Filters, me: string): boolean {
  const { status, assignee, team, priority, type, tag } = filters
  // What is closed is held by nobody any more, unless one asks for the closed ones.
  if (assignee && ended.includes(ticket.status) && !(status && ended.includes(status))) return false
  const person = assignee === 'me' ? me : assignee
  return (
    (!status || ticket.status === status) &&
    (!person || (person === 'none' ? ticket.assignee === null : ticket.assignee?.id === person)) &&
    (!team || ticket.team === team) &&
    (!priority || ticket.priority === priority) &&
    (!type || ticket.type === type) &&
    (!tag || ticket.tags.includes(tag))
  )
}
