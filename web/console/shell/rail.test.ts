import { expect, test } from 'vitest'
import type { Role } from '../../shared/wire'
import { roomsOf } from './rail'

test('the customers stand in the rail of those who may read them', () => {
  const those = (['owner', 'admin', 'supervisor', 'agent', 'auditor', 'viewer'] as Role[]).filter((role) =>
    roomsOf(role).some(({ to }) => to === 'customers'),
  )
  expect(those).toEqual(['owner', 'admin', 'supervisor', 'agent'])
})
