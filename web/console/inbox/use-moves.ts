import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conversation, Role } from '../../shared/wire'
import { useCommand } from '../core/commands'
import { type Move, conversations } from '../core/desk'
import { go } from '../core/router'
import { canReassign, canWrite, useSession } from '../core/session'
import { isCode, isRule, told } from '../core/trouble'
import { useWords } from '../core/words'
import { keys, onConversation } from '../live/apply'
import { toast } from '../ui/toast'

export type Deed = Move | 'transfer'

/** What this person may do with the conversation as it stands; the desk decides in the end. */
export function allowed(c: Conversation, me: string, role: Role): ReadonlySet<Deed> {
  const mine = c.assignee?.id === me
  const free = mine || c.assignee === null || canReassign(role)
  if (!canWrite(role) || !free) return new Set()
  if (c.status === 'resolved') return new Set(['reopen'])
  // The bot needs nobody's leave; whoever takes over speaks from then on.
  if (c.status === 'bot') return new Set(['take'])
  if (c.status === 'queued') return new Set(canReassign(role) ? ['take', 'resolve', 'transfer'] : ['take', 'resolve'])
  if (c.status === 'active') return new Set(mine ? ['release', 'resolve', 'transfer'] : ['take', 'release', 'resolve', 'transfer'])
  return new Set()
}

export function useMoves(c: Conversation) {
  const words = useWords()
  const cache = useQueryClient()
  const { person, role } = useSession()
  const [busy, setBusy] = useState<Move | null>(null)
  const may = allowed(c, person.id, role)
  const [dialog, setDialog] = useState<'full' | 'transfer' | 'ticket' | null>(null)
  const lost = (error: unknown): false => {
    if (isRule(error, 'capacity')) return setDialog('full'), false
    toast(isCode(error, 'conflict') ? words.t('act.lost') : told(error, words))
    void cache.invalidateQueries({ queryKey: keys.conversation(c.id) })
    void cache.invalidateQueries({ queryKey: keys.lists })
    return false
  }
  const move = async (kind: Move, beyond = false): Promise<boolean> => {
    if (busy) return false
    setBusy(kind)
    const done = await conversations.move(c.id, kind, beyond).then((now) => (onConversation(cache, person.id, now), true), lost)
    setBusy(null)
    // What I took is from now on among mine; the row stays in sight.
    if (done && kind === 'take') go(`/inbox/${c.id}?view=mine`)
    return done
  }
  const offer = (kind: Move) => (may.has(kind) ? () => void move(kind) : null)
  useCommand('take', offer('take'))
  useCommand('release', offer('release'))
  useCommand('resolve', offer('resolve'))
  useCommand('reopen', offer('reopen'))
  const close = (): void => setDialog(null)
  return { may, busy, move, dialog, open: setDialog, close }
}

export type Moves = ReturnType<typeof useMoves>
