import { afterEach, expect, test } from 'vitest'
import { type Asked, asksOf, button, press, seen, settled, stage, submit, write } from '../testing/stage'
import Customers from './customers'
import { wu } from './samples'

const list = 'GET /customers'
const rows = [wu({ name: 'Wu Ming', company: 'Lamps', tier: 'vip' }), wu({ id: 'K2', name: 'Li Na', blocked_at: '2026-01-02T00:00:00.000Z' })]
const asks = (asked: readonly Asked[]) => asked.filter(({ path }) => path === '/customers').map(({ query }) => query)

const at = (hash: string): void => void (location.hash = hash)
afterEach(() => at(''))

const seek = (text: string): Promise<void> => write(document.querySelector<HTMLInputElement>('input[name=q]')!, text).then(() => submit('form.find'))

test('the list tells of each customer who they are, their tier and whether they are blocked', async () => {
  const { show } = stage({ [list]: { items: rows, next: null } })
  await show(<Customers />)
  await settled(() => seen().includes('Wu Ming'))
  for (const words of ['Lamps', 'VIP', 'Li Na', 'Blocked']) expect(seen()).toContain(words)
  expect(document.querySelector('a.who')?.getAttribute('href')).toBe('#/customers/K1')
})

test('where there is nobody, or nothing can be read, that is said', async () => {
  await stage({ [list]: { items: [], next: null } }).show(<Customers />)
  await settled(() => seen().includes('No customers yet'))
  await stage({ [list]: 500 }).show(<Customers />)
  await settled(() => button('Try again') !== undefined)
})

test('there is more as long as the desk says so', async () => {
  const pages = [{ items: rows.slice(0, 1), next: 'c1' }, { items: rows.slice(1), next: null }]
  const { show, asked } = stage({ [list]: () => pages.shift() })
  await show(<Customers />)
  await settled(() => button('Load more') !== undefined)
  await press('Load more')
  await settled(() => seen().includes('Li Na'))
  expect(asks(asked)).toEqual([undefined, '?cursor=c1'])
  expect(button('Load more')).toBeUndefined()
})

test('somebody is looked up by a whole address or number, and by nothing less', async () => {
  const { show, asked } = stage({ [list]: { items: [], next: null } })
  await show(<Customers />)
  await settled(() => seen().includes('No customers yet'))
  for (const less of ['Wu', 'wu@shop', '13800138000']) {
    await seek(less)
  }
  expect(asks(asked)).toEqual([undefined])
  await seek(' wu@shop.example')
  await settled(() => seen().includes('Nobody has this address or number'))
  await seek('+86 138 0013 8000')
  await settled(() => asks(asked).length === 3)
  expect(asks(asked).slice(1)).toEqual(['?email=wu%40shop.example', '?phone=%2B8613800138000'])
})

test('who is blocked is a list of its own, where a block is lifted', async () => {
  const pages = [{ items: rows.slice(1), next: null }, { items: [], next: null }]
  const unblocked = wu({ id: 'K2', name: 'Li Na' })
  const { show, asked } = stage({ [list]: () => pages.shift(), 'POST /customers/K2/unblock': unblocked })
  at('#/customers?only=blocked')
  await show(<Customers />)
  await settled(() => seen().includes('Li Na'))
  expect(document.querySelector('.tabs [aria-current]')?.textContent).toBe('Blocked')
  expect(document.querySelector('a.who')?.getAttribute('href')).toBe('#/customers/K2?only=blocked')
  button('Lift the block: Li Na')!.focus()
  await press('Lift the block: Li Na')
  expect(asksOf(asked, 'POST')).toEqual([])
  await press('Lift the block')
  await settled(() => seen().includes('Nobody is blocked'))
  expect(asks(asked)).toEqual(['?blocked=true', '?blocked=true'])
  expect(document.querySelector('dialog')).toBeNull()
  expect(document.activeElement?.textContent).toBe('Blocked')
})

test('that a block could not be lifted is said where it was asked', async () => {
  const { show } = stage({ [list]: { items: rows.slice(1), next: null }, 'POST /customers/K2/unblock': 500 })
  at('#/customers?only=blocked')
  await show(<Customers />)
  await settled(() => seen().includes('Li Na'))
  await press('Lift the block: Li Na')
  await press('Lift the block')
  await settled(() => document.querySelector('dialog .notice.danger') !== null)
})

test('each tier is a list; what is none shows all', async () => {
  const { show, asked } = stage({ [list]: { items: [], next: null } })
  at('#/customers?only=vip')
  await show(<Customers />)
  await settled(() => seen().includes('Nobody is of this tier'))
  at('#/customers?only=none')
  await stage({ [list]: { items: rows, next: null } }).show(<Customers />)
  await settled(() => seen().includes('Wu Ming'))
  expect(asks(asked)).toEqual(['?tier=vip'])
  expect(button('Lift the block: Li Na')).toBeUndefined()
})

test('a look-up ends where another list is chosen, and its words go with it', async () => {
  const { show, asked } = stage({ [list]: { items: rows, next: null } })
  await show(<Customers />)
  await seek('wu@shop.example')
  await settled(() => asks(asked).length === 2)
  expect(document.querySelector('.tabs [aria-current]')).toBeNull()
  document.querySelector<HTMLAnchorElement>('.tabs a')!.click()
  await settled(() => document.querySelector('.tabs [aria-current]')?.textContent === 'All')
  expect(document.querySelector<HTMLInputElement>('input[name=q]')!.value).toBe('')
})

test('the way back from a profile leads to the list that one came from', async () => {
  at('#/customers/K1?only=vip')
  await stage({ 'GET /customers/K1': wu() }).show(<Customers id="K1" />)
  expect(document.querySelector('a.back')?.getAttribute('href')).toBe('#/customers?only=vip')
})

test('what was looked up once is not looked up again unasked', async () => {
  const { show, asked } = stage({ [list]: { items: rows, next: null }, 'GET /customers/K1': wu() })
  await show(<Customers />)
  await seek('wu@shop.example')
  await settled(() => asks(asked).length === 2)
  await show(<Customers id="K1" />)
  await show(<Customers />)
  await settled(() => seen().includes('Wu Ming'))
  expect(asks(asked)).toHaveLength(2)
  await press('Clear')
  await settled(() => asks(asked).length === 3)
})

test('whoever may not read customers asks for none', async () => {
  for (const role of ['viewer', 'auditor'] as const) {
    const { show, asked } = stage({ [list]: { items: rows, next: null } })
    await show(<Customers id="K1" />, role)
    expect(seen()).toContain('Your role does not open')
    expect(asksOf(asked, 'GET').filter(({ path }) => path.startsWith('/customers'))).toEqual([])
  }
})
