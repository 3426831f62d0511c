import { beforeEach, expect, test } from 'vitest'
import type { Inbox, Webhook } from './desk'
import { asksOf, button, press, seen, settled, stage } from '../testing/stage'
import Inboxes from './inboxes'

const webhook = (change: Partial<Webhook> = {}): Webhook => ({
  id: 'I1', channel: 'webhook', name: 'Till', state: 'on', why: null, settings: { url: 'https://till.example/in' },
  created_at: '2026-01-01T00:00:00.000Z', version: 3, url: 'https://desk.example/in/webhook/abc',
  secrets: [{ hint: 'a1b2', made_at: '2026-01-01T00:00:00.000Z', until: null }], ...change,
})
const list = 'GET /inboxes'
const one = 'GET /inboxes/I1'
const rest = {
  'GET /teams': { items: [], next: null },
  'GET /inboxes/I1/health': { failures: 0, resting_until: null, failing_since: null },
  'GET /inboxes/I1/deliveries': { items: [], next: null },
}
const page = (inbox: Inbox, more: object = {}) => stage({ ...rest, [one]: inbox, [list]: { items: [inbox], next: null }, ...more })

beforeEach(() => void (location.hash = '#/settings/inboxes'))

test('a list tells of each inbox its way, its address and its state', async () => {
  const { show } = page(webhook({ state: 'disabled', why: 'gone', settings: { makes: 'ticket' } }))
  await show(<Inboxes />)
  await settled(() => seen().includes('Till'))
  for (const words of ['https://desk.example/in/webhook/abc', 'Webhook', 'Disabled', 'the other side wants nothing any more', 'What comes in becomes: A ticket']) expect(seen()).toContain(words)
})

test('where there is none, or none can be read, that is said', async () => {
  const { show } = stage({ [list]: { items: [], next: null } })
  await show(<Inboxes />)
  await settled(() => seen().includes('No inboxes yet'))
  await stage({ [list]: 500 }).show(<Inboxes />)
  await settled(() => button('Try again') !== undefined)
})

test('whoever may not manage sees all of it and is offered nothing', async () => {
  location.hash = '#/settings/inboxes/I1'
  const { show } = page(webhook())
  await show(<Inboxes />, 'agent')
  await settled(() => seen().includes('Delivery log'))
  expect(['Remove inbox', 'Make a new secret', 'Send a test', 'Save'].filter(button)).toEqual([])
})

test('the secret of a new inbox is shown once, before anything else', async () => {
  const made = { ...webhook(), secret: 'whsec_only-once' }
  const { show, asked } = page(webhook(), { 'POST /inboxes': made })
  await show(<Inboxes />)
  await press('New inbox')
  document.querySelector<HTMLInputElement>('input[value=webhook]')?.click()
  document.querySelector<HTMLInputElement>('input[name=name]')!.value = 'Till'
  document.querySelector('dialog form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await settled(() => seen().includes('whsec_only-once'))
  expect(asksOf(asked, 'POST')).toMatchObject([{ path: '/inboxes', body: { channel: 'webhook', name: 'Till' } }])
  await press('I have kept it')
  await settled(() => location.hash === '#/settings/inboxes/I1')
  expect(seen()).not.toContain('whsec_only-once')
})

test('an inbox that the desk has disabled says why, and is switched on by a word', async () => {
  location.hash = '#/settings/inboxes/I1'
  const { show, asked } = page(webhook({ state: 'disabled', why: 'failing' }), { 'PATCH /inboxes/I1': webhook({ version: 4 }) })
  await show(<Inboxes />)
  await settled(() => seen().includes('has failed for five days'))
  await press('Switch on again')
  expect(asksOf(asked, 'PATCH')).toMatchObject([{ version: '"3"', body: { state: 'on' } }])
  await settled(() => !seen().includes('has failed for five days'))
})

test('a new secret stands beside the old one, which can be ended', async () => {
  location.hash = '#/settings/inboxes/I1'
  const both = webhook({ secrets: [{ hint: 'zzzz', made_at: '2026-01-02T00:00:00.000Z', until: null }, { hint: 'a1b2', made_at: '2026-01-01T00:00:00.000Z', until: '2026-01-03T00:00:00.000Z' }] })
  let now = webhook()
  const { show, asked } = page(now, {
    [one]: () => now,
    'POST /inboxes/I1/secret': () => ((now = both), { ...both, secret: 'whsec_the-second' }),
    'DELETE /inboxes/I1/secret': () => ((now = webhook()), now),
  })
  await show(<Inboxes />)
  await settled(() => button('Make a new secret') !== undefined)
  expect(button('End the old secret')).toBeUndefined()
  await press('Make a new secret')
  document.querySelector<HTMLButtonElement>('dialog .danger')?.click()
  await settled(() => seen().includes('whsec_the-second'))
  await press('I have kept it')
  await press('End the old secret')
  document.querySelector<HTMLButtonElement>('dialog .danger')?.click()
  await settled(() => asksOf(asked, 'DELETE').length === 1)
})

test('a test tells in words what came of it', async () => {
  location.hash = '#/settings/inboxes/I1'
  const tried = { outcome: 'retry', status: 0, code: 'resolve', detail: 'gaierror', took_ms: 12 }
  const { show } = page(webhook(), { 'POST /inboxes/I1/test': tried })
  await show(<Inboxes />)
  await settled(() => button('Send a test') !== undefined)
  await press('Send a test')
  await settled(() => seen().includes('It did not arrive: the name of the host was not found.'))
})

test('what failed stands in the log with its reason, and is sent again', async () => {
  location.hash = '#/settings/inboxes/I1'
  const line = { at: '2026-01-01T00:00:00.000Z', conversation: 'C1', seq: 7, attempt: 1, outcome: 'rejected', code: 'http_400', status: 400, took_ms: 9, detail: 'no such field' }
  const { show, asked } = page(webhook(), {
    'GET /inboxes/I1/deliveries': { items: [line], next: null },
    'POST /conversations/C1/messages/7/retry': { message: {} },
  })
  await show(<Inboxes />)
  await settled(() => seen().includes('the host refused it (400)'))
  expect(seen()).toContain('no such field')
  await press('Send message 7 again')
  expect(asksOf(asked, 'POST')).toMatchObject([{ path: '/conversations/C1/messages/7/retry' }])
})

test('settings are kept as a whole, from the version that was shown', async () => {
  location.hash = '#/settings/inboxes/I1'
  const { show, asked } = page(webhook(), { 'PATCH /inboxes/I1': webhook({ version: 4 }) })
  await show(<Inboxes />)
  await settled(() => button('Save') !== undefined)
  const submit = () => document.querySelector('form.block')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  document.querySelector<HTMLInputElement>('input[name=url]')!.value = 'till.example'
  submit()
  await settled(() => seen().includes('Only a full https address'))
  expect(asksOf(asked, 'PATCH')).toEqual([])
  document.querySelector<HTMLInputElement>('input[name=url]')!.value = 'https://till.example/new'
  submit()
  await settled(() => asksOf(asked, 'PATCH').length === 1)
  expect(asksOf(asked, 'PATCH')).toMatchObject([
    { version: '"3"', body: { name: 'Till', settings: { url: 'https://till.example/new', bot: true, makes: 'conversation', team: '' } } },
  ])
})
