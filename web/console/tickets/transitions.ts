import type { TicketStatus } from '../../shared/tickets'

/** What may become of a ticket; the desk has the same table and decides in the end. */
const table: Record<TicketStatus, readonly TicketStatus[]> = {
  new: ['open', 'pending', 'on_hold', 'resolved'],
  open: ['pending', 'on_hold', 'resolved'],
  pending: ['open', 'on_hold', 'resolved'],
  on_hold: ['open', 'pending', 'resolved'],
  resolved: ['open', 'closed'],
  closed: [],
  merged: [],
}

export const nextOf = (status: TicketStatus): readonly TicketStatus[] => table[status]

/** A ticket that has ended takes notes, and nothing else. */
export const isEnded = (status: TicketStatus): boolean => table[status].length === 0
