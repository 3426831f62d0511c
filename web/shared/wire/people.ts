/** Who works at the desk, and for whom. */
export type Role = 'owner' | 'admin' | 'supervisor' | 'agent' | 'auditor' | 'viewer'
export type Locale = 'zh' | 'en'
export type Presence = 'available' | 'away' | 'offline'

export interface Branding {
  accent: string
}
export type Greeting = Record<Locale, string>
export interface Merchant {
  id: string
  name: string
  locale: Locale
  time_zone: string
  branding: Branding
  greeting: Greeting
  /** Does the bot speak first? */
  bot_on: boolean
  version: number
}
export interface Person {
  id: string
  name: string
  email: string
  locale: Locale
  version: number
}
export interface Membership {
  merchant: string
  merchant_name: string
  role: Role
}

export interface Session {
  person: Person
  merchant: Merchant
  role: Role
  memberships: Membership[]
}
export interface Team {
  id: string
  name: string
  version: number
}
