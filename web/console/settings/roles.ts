import type { Role } from '../../shared/wire'
import type { Speech } from '../core/words'

const all: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'auditor', 'viewer']

/** Making and unmaking owners is the owners' own. */
export const rolesFor = (mine: Role): Role[] => all.filter((role) => mine === 'owner' || role !== 'owner')

export const roleOptions = (roles: readonly Role[], { t }: Speech): [Role, string][] =>
  roles.map((role) => [role, t(`role.${role}`)])

export const isRole = (text: string): text is Role => (all as readonly string[]).includes(text)
