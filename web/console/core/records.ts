import type { Locale, Presence, Role } from '../../shared/wire'

export interface Customer {
  id: string
  name: string | null
  email: string | null
  locale: Locale
  created_at: string
  version: number
  erased_at: string | null
}

export interface Colleague {
  person: string
  name: string
  email: string
  role: Role
  version: number
  presence: Presence
  teams: string[]
  /** How many conversations they hold, at every merchant together, and how many they may. */
  load: number
  capacity: number
}

/** Why nobody has a conversation yet. */
export interface Waiting {
  reason: string | null
  available: number
  room: number
}

/** A letter as it came; its HTML was cleaned by the desk. */
export interface Original {
  html: string | null
  text: string
  headers: Record<string, string>
}

export interface Invitation {
  id: string
  email: string
  role: Role
  created_at?: string
  expires_at?: string
}

export interface ApiKey {
  id: string
  name: string
  role: Role
  created_at: string
}

export interface NewApiKey extends ApiKey {
  key: string
}

export interface Widget {
  key: string
  allowed_origins: string[]
  snippet: string
  version: number
}

export interface AuditEntry {
  n: number
  at: string
  actor: { kind: string; id: string }
  action: string
  object: unknown
  detail: unknown
  hash: string
}

/** What stands behind a mailed link, before it is used up. */
export interface LinkFacts {
  purpose: 'sign_up' | 'invitation' | 'password_reset'
  merchant_name?: string
  email: string
  needs_password: boolean
}
