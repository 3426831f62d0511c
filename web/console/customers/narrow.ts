/** What the list is narrowed to; it stands in the address, so that the way back and a bookmark lead there. */
import { tiers } from '../core/records'
import { usePlace } from '../core/router'

export const narrowings = ['blocked', ...tiers.filter((tier) => tier !== 'none').toReversed()] as const
export type Narrowing = (typeof narrowings)[number]

export const narrowingOf = (query: URLSearchParams): Narrowing | null =>
  narrowings.find((one) => one === query.get('only')) ?? null

export const useNarrowing = (): Narrowing | null => narrowingOf(usePlace().query)

export const narrowed = (to: string, only: Narrowing | null): string => (only ? `${to}?only=${only}` : to)

export const askedFor = (only: Narrowing | null): { blocked?: string; tier?: string } =>
  only === 'blocked' ? { blocked: 'true' } : only ? { tier: only } : {}
