/** By what somebody is looked up: the whole of it, since it lies as a hash. */
import { isEmail } from '../auth/checks'

export interface Sought {
  by: 'email' | 'phone'
  value: string
}

const betweenDigits = /\(0\)|[\s().\-/\u2010-\u2015]/g

/** With its country code, in the one way that the desk writes it; null for what is none. */
export function plainPhone(text: string): string | null {
  const plain = text.normalize('NFKC').replace(betweenDigits, '').replace(/^00/, '+')
  return /^\+[1-9][0-9]{6,14}$/.test(plain) ? plain : null
}

export function readSought(text: string): Sought | null {
  const value = text.trim()
  if (value.includes('@')) return isEmail(value) ? { by: 'email', value } : null
  const number = plainPhone(value)
  return number ? { by: 'phone', value: number } : null
}
