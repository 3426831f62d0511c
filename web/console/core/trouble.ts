import { Problem } from '../../shared/api'
import type { Speech } from './words'

/** A refusal in the reader's own words; what the desk says in English is never shown raw. */
export function told(error: unknown, { t, has }: Speech): string {
  const { code, rule } = error instanceof Problem ? error : { code: 'internal', rule: undefined }
  const key = [`rule.${rule}`, `trouble.${code}`].find(has)
  return key !== undefined && has(key) ? t(key) : t('trouble.internal')
}

export const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Problem && codes.includes(error.code)

export const isRule = (error: unknown, rule: string): boolean => error instanceof Problem && error.rule === rule

/** The desk finds the new password too easy to guess. */
export const isWeak = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'invalid' && error.pointer === '/password'
