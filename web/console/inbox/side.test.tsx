import { expect, test } from 'vitest'
import { wu } from '../customers/samples'
import { conversation } from '../live/samples'
import { button, press, seen, settled, stage } from '../testing/stage'
import { Side } from './side'

const here = conversation({ id: 'C1', customer: { id: 'K1', name: 'Wu Ming' }, blocked: true })
const other = conversation({ id: 'C2', subject: 'Green lamp', channel: 'form' })
const customer = wu({ tier: 'vip', attributes: [{ name: 'Shoe size', value: '41' }], blocked_reason: 'Threats' })
const answers = { 'GET /customers/K1': customer, 'GET /customers/K1/conversations': { items: [here, other], next: null } }
const paths = (asked: readonly { path: string }[]) => asked.map(({ path }) => path).filter((path) => path.startsWith('/customers'))

test('that a customer is blocked is seen without opening their record', async () => {
  const { show, asked } = stage(answers)
  await show(<Side c={here} />, 'agent')
  expect(seen()).toContain('Blocked')
  expect(paths(asked)).toEqual([])
})

test('the record is read when it is opened, once, and stays open', async () => {
  const { show, asked } = stage(answers)
  await show(<Side c={here} />, 'agent')
  await press('Customer record')
  await settled(() => seen().includes('Green lamp'))
  for (const words of ['VIP', 'Shoe size', '41', 'Threats', 'Form']) expect(seen()).toContain(words)
  expect(paths(asked)).toEqual(['/customers/K1', '/customers/K1/conversations'])
  await show(null)
  await show(<Side c={{ ...here, id: 'C3' }} />, 'agent')
  await settled(() => seen().includes('Shoe size'))
  expect(paths(asked).filter((path) => path === '/customers/K1')).toHaveLength(1)
})

test('whatever a customer calls themselves is words, and an address is nothing but an address', async () => {
  const bad = '<img src=x onerror=alert(1)>'
  const evil = wu({ name: bad, company: bad, blocked_reason: bad, email: 'wu?bcc=all@shop.example', attributes: [{ name: bad, value: 'javascript:alert(1)' }] })
  const { show } = stage({ ...answers, 'GET /customers/K1': evil })
  await show(<Side c={{ ...here, customer: { id: 'K1', name: bad } }} />, 'agent')
  await press('Customer record')
  await settled(() => seen().includes('javascript:alert(1)'))
  expect(seen().split(bad)).toHaveLength(5)
  expect(document.querySelector('img, script, [onerror]')).toBeNull()
  const links = [...document.querySelectorAll('a')].map((each) => each.getAttribute('href') ?? '')
  expect(links.filter((to) => !to.startsWith('#/'))).toEqual(['mailto:wu%3Fbcc%3Dall@shop.example'])
})

test('the conversation that is on the screen is none of the others', async () => {
  const { show } = stage({ ...answers, 'GET /customers/K1/conversations': { items: [here], next: null } })
  await show(<Side c={here} />, 'agent')
  await press('Customer record')
  await settled(() => seen().includes('There are no others.'))
  expect(document.querySelectorAll('.talks a')).toHaveLength(0)
})

test('of a part the history of the whole customer is shown', async () => {
  const { show, asked } = stage({ 'GET /customers/K1': wu({ merged_into: 'K9' }), 'GET /customers/K9/conversations': { items: [other], next: null } })
  await show(<Side c={here} />, 'agent')
  await press('Customer record')
  await settled(() => seen().includes('Green lamp'))
  expect(paths(asked)).toEqual(['/customers/K1', '/customers/K9/conversations'])
})

test('who may not read customers is offered no record, and erasing is for those who manage', async () => {
  await stage(answers).show(<Side c={here} />, 'viewer')
  expect(button('Customer record')).toBeUndefined()
  expect(document.querySelector('a[href^="#/customers"]')).toBeNull()
  for (const [role, offered] of [['agent', false], ['admin', true]] as const) {
    await stage(answers).show(<Side c={here} />, role)
    await press('Customer record')
    await settled(() => seen().includes('Shoe size'))
    expect(button('Erase this customer') !== undefined).toBe(offered)
  }
})
