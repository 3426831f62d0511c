import type { Speech } from './words'

/** Who has not told us their name is told apart from the next one by the end of their id. */
export const nameOf = (customer: { id: string; name: string }, { t }: Speech): string =>
  customer.name || t('who.nameless', { mark: customer.id.slice(-4) })

/** An address may hold a `?`: what stands behind it must not become a part of the link, such as more receivers. */
export const mailto = (address: string): string => `mailto:${address.split('@').map(encodeURIComponent).join('@')}`
