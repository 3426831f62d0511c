import { expect, test } from 'vitest'
import { changeOf, faultsOf } from './edit'
import { wu } from './samples'
import { customerWords } from './words'

const before = wu({ name: 'Wu', email: 'wu@shop.example', tier: 'gold', attributes: [{ name: 'size', value: 'M' }] })
const same = { name: 'Wu', email: 'wu@shop.example', phone: '', company: '', tier: 'gold' }
const faults = (values: object, attributes = before.attributes) =>
  faultsOf(before, { ...same, ...values }, attributes, customerWords())

test('only what has changed is sent', () => {
  expect(changeOf(before, same, before.attributes)).toEqual({})
  expect(changeOf(before, { ...same, company: ' Lamps ' }, before.attributes)).toEqual({ company: 'Lamps' })
  expect(changeOf(before, { ...same, tier: 'vip' }, before.attributes)).toEqual({ tier: 'vip' })
})

test('attributes are sent as a whole, without the rows that were left empty', () => {
  const rows = [...before.attributes, { name: ' shoe ', value: '41' }, { name: '', value: ' ' }]
  expect(changeOf(before, same, rows)).toEqual({ attributes: [{ name: 'size', value: 'M' }, { name: 'shoe', value: '41' }] })
  expect(changeOf(before, same, [])).toEqual({ attributes: [] })
})

test('a name or an address may be replaced, not taken away', () => {
  expect(Object.keys(faults({ name: ' ', email: '' }))).toEqual(['name', 'email'])
  expect(faultsOf(wu(), { ...same, name: '', email: '' }, [], customerWords())).toEqual({})
})

test('what the desk would refuse is said before it is asked', () => {
  expect(faults({})).toEqual({})
  expect(Object.keys(faults({ email: 'wu', phone: '138' }))).toEqual(['email', 'phone'])
  const twice = [...before.attributes, { name: 'size ', value: 'L' }]
  expect(faults({}, twice)).toEqual({ attributes: customerWords().t('fault.twice') })
  expect(faults({}, [{ name: 'size', value: '' }])).toEqual({ attributes: customerWords().t('fault.half') })
})
