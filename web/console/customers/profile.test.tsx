import { act } from 'preact/test-utils'
import { expect, test } from 'vitest'
import type { Customer } from '../core/records'
import { conversation } from '../live/samples'
import { asksOf, button, press, seen, settled, stage, submit, write } from '../testing/stage'
import Customers from './customers'
import { identity, wu } from './samples'

const one = 'GET /customers/K1'
const history = 'GET /customers/K1/conversations'
const talks = [conversation({ id: 'C1', subject: 'Green lamp', channel: 'email' }), conversation({ id: 'C2', status: 'resolved' })]

async function open(customer: Customer, more: object = {}, role: 'owner' | 'agent' = 'agent') {
  const found = stage({ [one]: customer, [history]: { items: talks, next: null }, ...more })
  await found.show(<Customers id="K1" />, role)
  await settled(() => seen().includes('Green lamp'))
  return found
}
const input = (name: string): HTMLInputElement => document.querySelector<HTMLInputElement>(`[name="${name}"]`)!
const labelled = (label: string): HTMLInputElement =>
  document.getElementById([...document.querySelectorAll('label')].find((each) => each.textContent === label)!.htmlFor) as HTMLInputElement

test('a profile says by what somebody is known, and what each of it is worth', async () => {
  const known = [
    identity({ verified: true }), identity({ value: 'old@shop.example', undeliverable: 'bounced' }),
    identity({ kind: 'external', inbox: 'I1', value: 'u-7' }),
  ]
  await open(wu({ name: 'Wu Ming', identities: known }), { 'GET /inboxes': { items: [{ id: 'I1', name: 'Till' }], next: null } })
  await settled(() => seen().includes('Till'))
  const [proved, bounced] = [...document.querySelectorAll('.identities li')].map((each) => each.textContent)
  expect(proved).toMatch(/wu@shop\.example.*Verified/)
  expect(bounced).toMatch(/old@shop\.example.*Not verified.*Mail to it bounces/)
})

test('all conversations are told of with their channel and how they stand', async () => {
  await open(wu())
  const [mail, chat] = [...document.querySelectorAll('.talks a')]
  expect(mail?.textContent).toMatch(/Green lamp.*E-mail.*Waiting/)
  expect(mail?.getAttribute('href')).toBe('#/inbox/C1?view=all')
  expect(chat?.textContent).toMatch(/Nothing was said.*Chat.*Resolved/)
})

test('what is changed is sent, from the version that was shown', async () => {
  const { asked } = await open(wu(), { 'PATCH /customers/K1': wu({ version: 4, company: 'Lamps', tier: 'gold' }) })
  input('company').value = 'Lamps'
  input('tier').value = 'gold'
  await press('Add an attribute')
  await write(labelled('Name of attribute 1'), 'size')
  await submit('form.block')
  expect(seen()).toContain('Every attribute needs a name and a value.')
  expect(asksOf(asked, 'PATCH')).toEqual([])
  await write(labelled('Value of attribute 1'), 'M')
  await submit('form.block')
  await settled(() => seen().includes('Saved.'))
  expect(asksOf(asked, 'PATCH')).toMatchObject([
    { version: '"3"', body: { company: 'Lamps', tier: 'gold', attributes: [{ name: 'size', value: 'M' }] } },
  ])
  expect(seen()).toContain('Gold')
})

test('whoever was slower sees the newest, and that it is so', async () => {
  const answers = [wu(), wu({ version: 9, company: 'Theirs' })]
  await open(wu(), { [one]: () => answers.shift(), 'PATCH /customers/K1': 412 })
  input('company').value = 'Mine'
  await submit('form.block')
  await settled(() => input('company').value === 'Theirs')
  expect(document.querySelector('.notice.warning')).not.toBeNull()
})

test('a merge is asked of the one who was found, and says what it does', async () => {
  const whole = wu({ name: 'Wu Ming', merged: ['K2'], identities: [identity({ customer: 'K2', value: 'li@shop.example' })], version: 4 })
  const { asked } = await open(wu({ name: 'Wu Ming' }), {
    'GET /customers': { items: [wu({ name: 'Wu Ming' }), wu({ id: 'K2', name: 'Li Na' })], next: null },
    'POST /customers/K1/merge': whole,
  })
  await press('Merge with another record')
  await write(input('q'), 'li@shop.example')
  await submit('form.find')
  await settled(() => button('Choose: Li Na') !== undefined)
  expect(button('Choose: Wu Ming')).toBeUndefined()
  await press('Choose: Li Na')
  expect(seen()).toContain('Make Li Na a part of Wu Ming?')
  expect(seen()).toContain('It can be undone')
  expect(asksOf(asked, 'POST')).toEqual([])
  await press('Merge')
  await settled(() => button('Merge') === undefined)
  expect(asksOf(asked, 'POST')).toMatchObject([{ path: '/customers/K1/merge', body: { customer: 'K2' } }])
  expect(document.querySelector('.block .lines')?.textContent).toContain('li@shop.example')
})

test('those who are erased, or a part of somebody, cannot be chosen', async () => {
  const gone = { erased_at: '2026-01-02T00:00:00.000Z' }
  const items = [wu({ id: 'K2', name: 'Li Na', ...gone }), wu({ id: 'K3', name: 'Zhao', merged_into: 'K9' })]
  await open(wu(), { 'GET /customers': { items, next: null } })
  await press('Merge with another record')
  await write(input('q'), 'li@shop.example')
  await submit('form.find')
  await settled(() => button('Choose: Zhao') !== undefined)
  for (const name of ['Choose: Li Na', 'Choose: Zhao']) await press(name)
  expect(button('Merge')).toBeUndefined()
})

test('a merge is undone after a question', async () => {
  const { asked } = await open(wu({ merged: ['KEEP0002'] }), { 'POST /customers/K1/unmerge': wu({ version: 4 }) })
  await press('Part again: Visitor 0002')
  expect(asksOf(asked, 'POST')).toEqual([])
  await act(async () => document.querySelector<HTMLButtonElement>('dialog .danger')?.click())
  await settled(() => button('Part again: Visitor 0002') === undefined)
  expect(asksOf(asked, 'POST')).toMatchObject([{ path: '/customers/K1/unmerge', body: { customer: 'KEEP0002' } }])
})

test('nobody is blocked without a reason, and a block can be lifted', async () => {
  const blocked = wu({ blocked_at: '2026-01-02T00:00:00.000Z', blocked_reason: 'Threats', version: 4 })
  const { asked } = await open(wu(), { 'POST /customers/K1/block': blocked, 'POST /customers/K1/unblock': wu({ version: 5 }) })
  await press('Block this customer')
  await submit('dialog form')
  expect(asksOf(asked, 'POST')).toEqual([])
  input('reason').value = ' Threats '
  await submit('dialog form')
  await settled(() => button('Lift the block') !== undefined)
  expect(seen()).toContain('Reason: Threats')
  await press('Lift the block')
  await act(async () => document.querySelector<HTMLButtonElement>('dialog .danger')?.click())
  await settled(() => button('Lift the block') === undefined)
  expect(asksOf(asked, 'POST')).toMatchObject([
    { path: '/customers/K1/block', body: { reason: 'Threats' } }, { path: '/customers/K1/unblock', body: {} },
  ])
})

test('names, attributes, reasons and identities are words wherever they stand', async () => {
  const bad = '<img src=x onerror=alert(1)>'
  const known = [identity({ value: bad }), identity({ kind: 'external', value: bad, customer: 'K2' })]
  await open(wu({ name: bad, company: bad, blocked_at: '2026-01-02T00:00:00.000Z', blocked_reason: bad, merged: ['K2'], attributes: [{ name: bad, value: bad }], identities: known }))
  expect(seen().split(bad).length).toBeGreaterThan(4)
  expect([input('name').value, labelled('Value of attribute 1').value]).toEqual([bad, bad])
  await press('Part again: Visitor K2')
  expect(document.querySelector('dialog')?.textContent).toContain(bad)
  expect(document.querySelector('img, script, [onerror]')).toBeNull()
})

test('who is a part of somebody else is neither merged nor blocked alone, and leads there', async () => {
  await open(wu({ merged_into: 'K9' }))
  expect(['Merge with another record', 'Block this customer'].filter(button)).toEqual([])
  expect(document.querySelector('.notice a')?.getAttribute('href')).toBe('#/customers/K9')
})

test('of somebody who was erased only that they were there is told', async () => {
  await open(wu({ erased_at: '2026-01-02T00:00:00.000Z' }))
  expect(seen()).toContain('This customer was erased')
  expect(['Save', 'Merge with another record', 'Block this customer'].filter(button)).toEqual([])
})

test('a customer who is not there is told of as such', async () => {
  await stage().show(<Customers id="K1" />, 'agent')
  await settled(() => seen().includes('not here any more'))
})
