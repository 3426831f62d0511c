import type { Locale, Presence, Role } from '../../shared/wire'

export const tiers = ['none', 'silver', 'gold', 'vip'] as const
export type Tier = (typeof tiers)[number]

/** A customer as lists show them: how they are reached stands in their record. */
export interface CustomerRow {
  id: string
  name: string
  company: string
  tier: Tier
  locale: Locale
  created_at: string
  blocked_at: string | null
  /** The customer that this one is a part of by now. */
  merged_into: string | null
  erased_at: string | null
}

/** By what somebody is known. */
export interface Identity {
  kind: 'email' | 'phone' | 'external'
  inbox: string | null
  value: string
  verified: boolean
  /** Why nothing reaches it. */
  undeliverable: string | null
  at: string | null
  /** Whose it is: the customer's own, or of one who is a part of them. */
  customer: string
}

export interface Attribute {
  name: string
  value: string
}

export interface Customer extends CustomerRow {
  email: string
  phone: string
  attributes: Attribute[]
  blocked_reason: string
  /** Those who are a part of them. */
  merged: string[]
  identities: Identity[]
  version: number
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
