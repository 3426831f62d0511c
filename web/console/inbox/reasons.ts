import type { Key, Speech } from '../core/words'

type Kind = 'handoff' | 'assigned' | 'waiting' | 'requeued'

const general: Record<Kind, Key> = {
  handoff: 'handoff.no_answer', assigned: 'assigned.rules', waiting: 'waiting.soon', requeued: 'requeued.unknown',
}

/** A reason's code in words; one that is newer than this console is told in general, never raw. */
export function reasonText(kind: Kind, code: string | null | undefined, { t, has }: Speech): string {
  const key = `${kind}.${code}`
  return t(has(key) ? key : general[kind])
}

/** The few words of a ticket that a conversation tells; the rest are the tickets' own. */
export function ticketStatus(status: string | undefined, { t, has }: Speech): string {
  const key = `ticket.${status}`
  return has(key) ? t(key) : (status ?? '')
}

/** Why something did not go out. Of an answer's number the hundred says what is to be done. */
export function failText(code: string | null | undefined, { t, has }: Speech): string {
  const status = /^http_(\d{3})$/.exec(code ?? '')?.[1]
  const key = `fail.${status ? `http_${status[0]}xx` : code}`
  return t(has(key) ? key : 'fail.unknown', { status: status ?? '' })
}

/** Why a letter is taken for a machine's. */
export function automaticText(code: string | undefined, { t, has }: Speech): string {
  const key = `automatic.${code}`
  return t(has(key) ? key : 'automatic.machine')
}
