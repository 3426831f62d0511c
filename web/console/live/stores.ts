import type { LinkState, Pending } from '../../shared/link'
import type { Presence } from '../../shared/wire'
import { keep } from '../core/kept'
import { makeStore } from '../core/store'

export interface Online {
  id: string
  name: string
  presence: Presence
}
export interface Typist {
  name: string
  kind: string
}

export const linkState = makeStore<LinkState>('idle')
export const outbox = makeStore<readonly Pending[]>([])
export const online = makeStore<readonly Online[]>([])
export const typists = makeStore<Readonly<Record<string, Typist>>>({})
export const presence = keep<'available' | 'away'>('presence', 'available')

/** Who is here first, then by name. */
export function seat(people: readonly Online[], one: Online): Online[] {
  return [...people.filter((p) => p.id !== one.id), one].sort((a, b) => a.name.localeCompare(b.name))
}
