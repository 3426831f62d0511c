import { createContext, useContext } from 'react'
import type { Role, Session } from '../../shared/wire'

const writers: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent']

export const canWrite = (role: Role): boolean => writers.includes(role)
/** Opening customers' records, and changing them: whoever talks with them. */
export const canReadCustomers = canWrite
export const canChangeCustomers = canWrite
/** Reading what was said before it was edited or taken back. */
export const canReview = (role: Role): boolean => canReassign(role) || role === 'auditor'
/** Taking over what somebody else holds. */
export const canReassign = (role: Role): boolean => canManage(role) || role === 'supervisor'
export const canManage = (role: Role): boolean => role === 'owner' || role === 'admin'

export const SessionContext = createContext<Session | null>(null)

/** Only called below the gate, where somebody is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no session above')
  return session
}
