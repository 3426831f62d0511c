/** What a customer may know of the queue and of their requests (tickets). */
import type { TicketStatus } from './tickets'
import type { AuthorKind } from './wire'

export interface QueueState {
  status: string | null
  position: number | null
  /** So many are waiting that the place was not counted further. */
  more: boolean
  expected_wait_s: number | null
  open: boolean
  opens_at: string | null
  agents: number
}

export interface Request {
  id: string
  number: number
  title: string
  status: TicketStatus
  created_at: string
  updated_at: string
}
/** One line of what happened. */
export interface Progress {
  seq: number
  at: string
  kind: string
  by: { kind: AuthorKind; name?: string }
  text?: string
  data: Readonly<Record<string, unknown>>
}
export interface RequestDetail extends Request {
  history: Progress[]
}
