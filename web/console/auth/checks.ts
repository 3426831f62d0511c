import type { Speech } from '../core/words'
import type { Faults, Values } from '../ui/form'

/** The same rule as the desk's; checked here only to answer sooner. */
export const shortest = 10

const shape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export const isEmail = (text: string): boolean => shape.test(text.trim())

type Rule = (value: string, t: Speech['t']) => string | undefined

export const filled: Rule = (value, t) => (value.trim() ? undefined : t('auth.required'))
export const email: Rule = (value, t) =>
  filled(value, t) ?? (isEmail(value) ? undefined : t('auth.badEmail'))
export const password: Rule = (value, t) =>
  filled(value, t) ?? ([...value].length >= shortest ? undefined : t('auth.shortPassword'))

/** Checks the fields that the form really has. */
export const checked =
  (rules: Record<string, Rule>, t: Speech['t']) =>
  (values: Values): Faults => {
    const pairs = Object.entries(rules)
      .filter(([name]) => name in values)
      .map(([name, rule]) => [name, rule(values[name] ?? '', t)] as const)
    return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined))
  }
