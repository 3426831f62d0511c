/** What a form is, and what its page and the script around it tell each other. */
import type { Lang } from '../shared/i18n'
import type { Theme } from '../shared/theme'

export interface Field {
  id: string
  label: string
  kind: 'text' | 'long' | 'email' | 'phone' | 'choice' | 'files'
  required: boolean
  /** Characters; of files, how many. */
  most: number
  /** Of each file. */
  bytes?: number
  options?: readonly string[]
}

export interface Form {
  token: string
  merchant: { name: string }
  branding: { accent: string }
  locale: Lang
  fields: readonly Field[]
  title: string
  intro: string
  consent: string
  thanks: string
}

export interface Failure {
  status: number
  code: string
}

export type ToHost =
  /** The page is there, or needs a new token. */
  | { t: 'ready' }
  | { t: 'size'; height: number }

export type ToPage = { t: 'form'; form?: Form; failure?: Failure; lang?: string; theme?: Theme }
