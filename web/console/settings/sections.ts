import type { Role } from '../../shared/wire'
import { canManage } from '../core/session'
import type { IconName } from '../ui/icon'

export const sections = ['profile', 'merchant', 'widget', 'inboxes', 'knowledge', 'bot', 'hours', 'targets', 'teams', 'people', 'invitations', 'keys', 'audit'] as const
export type Section = (typeof sections)[number]

export const icons: Record<Section, IconName> = {
  profile: 'user', merchant: 'shop', widget: 'code', inboxes: 'inbox', knowledge: 'book', bot: 'bot', hours: 'clock', targets: 'flag', teams: 'team', people: 'people', invitations: 'mail', keys: 'key', audit: 'list',
}

/** Everybody sees themselves, the merchant and the colleagues; the rest goes by role. */
export function sectionsOf(role: Role): Section[] {
  const open: Section[] = ['profile', 'merchant', 'widget', 'inboxes', 'knowledge', 'bot', 'hours', 'targets', 'teams', 'people']
  if (canManage(role)) return [...sections]
  return role === 'auditor' ? [...open, 'audit'] : open
}
