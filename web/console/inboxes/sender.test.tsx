import { beforeEach, expect, test } from 'vitest'
import { asksOf, button, seen, settled, stage } from '../testing/stage'
import type { Email, SendingDomain } from './desk'
import Inboxes from './inboxes'

const own = 'abc@in.desk.example'
const email = (change: Partial<Email> = {}): Email => ({
  id: 'I1', channel: 'email', name: 'Help', state: 'on', why: null, settings: { signature: 'May' }, created_at: '2026-01-01T00:00:00.000Z',
  version: 3, address: own, ...change,
})
const domain = (change: Partial<SendingDomain> = {}): SendingDomain => ({
  id: 'D1', domain: 'shop.example', state: 'waiting', since: '2026-01-01T00:00:00.000Z', created_at: '2026-01-01T00:00:00.000Z',
  records: [{ type: 'TXT', host: 'desk-x._domainkey.shop.example', value: 'p=abc' }], ...change,
})
const page = (inbox: Email, domains: SendingDomain[], more: object = {}) =>
  stage({ 'GET /teams': { items: [], next: null }, 'GET /inboxes/I1': inbox, 'GET /sending-domains': { items: domains, next: null }, ...more })

const field = (name: string): HTMLInputElement => document.querySelector<HTMLInputElement>(`[name=${name}]`)!
const submit = (name: string): void => void field(name).form!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))

beforeEach(() => void (location.hash = '#/settings/inboxes/I1'))

test('without a domain mail leaves from the inbox, and a domain is asked for with its record', async () => {
  const { show, asked } = page(email(), [], { 'POST /sending-domains': domain() })
  await show(<Inboxes />)
  await settled(() => seen().includes(`Mail leaves from ${own}.`))
  expect(seen()).toContain('No domain yet')
  field('sending_domain').value = ' shop.example '
  submit('sending_domain')
  await settled(() => asksOf(asked, 'POST').length === 1)
  expect(asksOf(asked, 'POST')).toMatchObject([{ path: '/sending-domains', body: { domain: 'shop.example' } }])
})

test.each([
  ['waiting', 'Waiting for the record', 'p=abc'],
  ['proved', 'Proved', 'desk-x._domainkey.shop.example'],
  ['failed', 'Record not found', 'Remove the domain and add it again'],
  ['lost', 'Proof lost', 'Put it back'],
] as const)('a domain that is %s says so, and what is to be done', async (state, said, todo) => {
  const { show } = page(email(), [domain({ state })])
  await show(<Inboxes />)
  await settled(() => seen().includes('shop.example'))
  for (const words of [said, todo]) expect(seen()).toContain(words)
})

test('an address of a proved domain is chosen, beside all other settings', async () => {
  const { show, asked } = page(email(), [domain({ state: 'proved' })], { 'PATCH /inboxes/I1': email({ version: 4 }) })
  await show(<Inboxes />)
  await settled(() => field('domain') !== null)
  field('domain').value = 'shop.example'
  field('domain').dispatchEvent(new Event('change', { bubbles: true }))
  await settled(() => field('local') !== null)
  field('local').value = 'a b'
  submit('local')
  await settled(() => seen().includes('Letters, digits'))
  field('local').value = 'help'
  submit('local')
  await settled(() => asksOf(asked, 'PATCH').length === 1)
  expect(asksOf(asked, 'PATCH')).toMatchObject([{ version: '"3"', body: { settings: { signature: 'May', from_address: 'help@shop.example' } } }])
})

test('where its proof is lost it is said that mail leaves from elsewhere, and other settings are saved without losing it', async () => {
  const settings = { from_address: 'help@shop.example' }
  const { show, asked } = page(email({ settings }), [domain({ state: 'lost' })], { 'PATCH /inboxes/I1': email({ settings, version: 4 }) })
  await show(<Inboxes />)
  await settled(() => seen().includes("leaves from the inbox's own address instead of help@shop.example"))
  field('signature').value = 'Li'
  submit('signature')
  await settled(() => asksOf(asked, 'PATCH').length === 1)
  expect(asksOf(asked, 'PATCH')).toMatchObject([{ body: { settings: { signature: 'Li', from_address: 'help@shop.example' } } }])
})

test('a domain is looked at again, and removed when that is confirmed', async () => {
  const { show, asked } = page(email(), [domain()], { 'POST /sending-domains/D1/check': domain({ state: 'proved' }), 'DELETE /sending-domains/D1': null })
  await show(<Inboxes />)
  await settled(() => seen().includes('Waiting for the record'))
  document.querySelector<HTMLButtonElement>('[aria-label="Check again: shop.example"]')!.click()
  await settled(() => asksOf(asked, 'POST').some(({ path }) => path === '/sending-domains/D1/check'))
  document.querySelector<HTMLButtonElement>('[aria-label="Remove domain: shop.example"]')!.click()
  await settled(() => seen().includes('go back to their own addresses'))
  expect(asksOf(asked, 'DELETE')).toEqual([])
  document.querySelector<HTMLButtonElement>('dialog .danger')!.click()
  await settled(() => asksOf(asked, 'DELETE').length === 1)
})

test('whoever may not manage sees the address and no domains', async () => {
  const { show, asked } = page(email({ settings: { from_address: 'help@shop.example' } }), [domain()])
  await show(<Inboxes />, 'agent')
  await settled(() => seen().includes('Mail leaves from help@shop.example.'))
  expect(asked.filter(({ path }) => path === '/sending-domains')).toEqual([])
  expect(button('Add a domain')).toBeUndefined()
})

test('what the desk refuses is said at the field', async () => {
  const { show } = page(email(), [], { 'POST /sending-domains': 409 })
  await show(<Inboxes />)
  await settled(() => field('sending_domain') !== null)
  field('sending_domain').value = 'shop.example'
  submit('sending_domain')
  await settled(() => field('sending_domain').getAttribute('aria-invalid') === 'true')
})
