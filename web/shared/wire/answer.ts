/** What doors of every kind answer. */
export interface Page<T> {
  items: T[]
  next: string | null
}
export interface SocketTicket {
  url: string
  ticket: string
  expires_in: number
}
export interface ProblemBody {
  type: string
  title: string
  status: number
  code: string
  detail: string
  pointer?: string
  rule?: string
  retry_after?: number
  expected?: number
  errors?: unknown[]
}
