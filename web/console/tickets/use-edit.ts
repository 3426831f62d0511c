import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Ticket } from '../../shared/tickets'
import { useSession } from '../core/session'
import { isCode, told } from '../core/trouble'
import { useWords } from '../core/words'
import { onTicket } from '../live/tickets'
import { toast } from '../ui/toast'
import { tickets } from './desk'
import { useTicketWords } from './words'

/** One thing to be done to a ticket, in words and in deed. */
export interface Deed {
  what: string
  send: (version: number) => Promise<Ticket>
  /** What takes it back, where that is possible. */
  undo?: (version: number) => Promise<Ticket>
}

/**
 * Every change names the version that it was made from. Where somebody else was quicker the newest
 * state is shown, and whoever was slower decides: leave it so, or have their own on top of it.
 */
export function useEdit(ticket: Ticket) {
  const words = useWords()
  const { t } = useTicketWords()
  const { person } = useSession()
  const cache = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [conflict, setConflict] = useState<Deed | null>(null)

  // What could be undone here cannot be undone from elsewhere.
  useEffect(() => () => toast(''), [])

  const attempt = async (deed: Deed, version: number): Promise<boolean> => {
    setBusy(true)
    try {
      const now = await deed.send(version)
      onTicket(cache, person.id, now)
      setConflict(null)
      const { undo } = deed
      if (undo) toast(t('changed'), { label: t('changed.undo'), act: () => void run({ what: deed.what, send: undo }, now.version) })
      return true
    } catch (error) {
      await failed(deed, error)
      return false
    } finally {
      setBusy(false)
    }
  }
  const failed = async (deed: Deed, error: unknown): Promise<void> => {
    if (!isCode(error, 'stale', 'conflict')) return toast(told(error, words))
    const fresh = await tickets.get(ticket.id).catch(() => null)
    if (fresh) onTicket(cache, person.id, fresh)
    if (isCode(error, 'stale')) setConflict(deed)
    else toast(told(error, words))
  }
  const run = (deed: Deed, version = ticket.version): Promise<boolean> =>
    busy ? Promise.resolve(false) : attempt(deed, version)
  const apply = (): void => void (conflict && run(conflict))
  return { busy, run, conflict, apply, dismiss: () => setConflict(null) }
}

export type Edit = ReturnType<typeof useEdit>
