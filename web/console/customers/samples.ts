/** Sample records for tests. */
import type { Customer, Identity } from '../core/records'

export const wu = (change: Partial<Customer> = {}): Customer => ({
  id: 'K1', name: '', company: '', tier: 'none', locale: 'en', created_at: '2026-01-01T00:00:00.000Z',
  blocked_at: null, merged_into: null, erased_at: null, email: '', phone: '', attributes: [], blocked_reason: '',
  merged: [], identities: [], version: 3, ...change,
})

export const identity = (change: Partial<Identity> = {}): Identity => ({
  kind: 'email', inbox: null, value: 'wu@shop.example', verified: false, undeliverable: null, at: null, customer: 'K1', ...change,
})
