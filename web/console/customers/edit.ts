import { isEmail } from '../auth/checks'
import { type Attribute, type Customer, tiers } from '../core/records'
import type { Faults, Values } from '../ui/form'
import type { Change } from './desk'
import { plainPhone } from './sought'
import type { CustomerWords } from './words'

export const longest = { name: 80, email: 254, phone: 40, company: 120, attribute: 40, value: 200, reason: 500 }
export const mostAttributes = 20

const texts = ['name', 'email', 'phone', 'company'] as const
/** The desk keeps these once they are there; another may take their place. */
const kept = ['name', 'email'] as const

const trimmed = (values: Values, name: string): string => values[name]?.trim() ?? ''

/** A row that was left empty is no attribute. */
export const filledOf = (attributes: readonly Attribute[]): Attribute[] =>
  attributes
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name || value)

/** Only what has changed: somebody else's change of the rest then stays theirs. */
export function changeOf(before: Customer, values: Values, attributes: readonly Attribute[]): Change {
  const change: Change = {}
  for (const name of texts) if (trimmed(values, name) !== before[name]) change[name] = trimmed(values, name)
  const tier = tiers.find((one) => one === values['tier'])
  if (tier && tier !== before.tier) change.tier = tier
  const now = filledOf(attributes)
  if (JSON.stringify(now) !== JSON.stringify(before.attributes)) change.attributes = now
  return change
}

export function faultsOf(before: Customer, values: Values, attributes: readonly Attribute[], { t }: CustomerWords): Faults {
  const faults: Faults = {}
  for (const name of kept) if (before[name] && !trimmed(values, name)) faults[name] = t('fault.kept')
  const { email, phone } = { email: trimmed(values, 'email'), phone: trimmed(values, 'phone') }
  if (email && !isEmail(email)) faults['email'] = t('fault.email')
  if (phone && phone !== before.phone && !plainPhone(phone)) faults['phone'] = t('fault.phone')
  const rows = filledOf(attributes)
  if (rows.some(({ name, value }) => !name || !value)) faults['attributes'] = t('fault.half')
  else if (new Set(rows.map(({ name }) => name)).size < rows.length) faults['attributes'] = t('fault.twice')
  return faults
}
