/** Which visitors the next page of the shop connects unasked: those who have something to hear or to send. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepare, seconds, theDesk } from '../../../shared/testing/bench'
import { type HostPage, hostPage, reachTheDesk } from '../testing/page'
import { Chat } from './chat'

prepare()

let page: HostPage
async function come(kept: HostPage['kept'] = {}): Promise<Chat> {
  const chat = new Chat((page = hostPage(kept)))
  await chat.start()
  await seconds(1)
  return chat
}

beforeEach(reachTheDesk)
afterEach(() => page.say({ t: 'reset' }))

test('who only looks in, opened or not, is nobody to wait for', async () => {
  await come()
  expect(page.kept).toEqual({ token: 't' })
})

test('who has said something is waited for, until it is over and read', async () => {
  const chat = await come()
  chat.say('hello')
  expect(page.kept.live).toBe(true)
  await seconds(1)
  const over = { id: 'c-new', seq: 1, status: 'resolved' as const, assignee_name: null }
  chat.store.set({ open: false })
  theDesk().push({ t: 'state', conversation: { ...over, seen: { customer: 0, agent: 1 } } })
  await seconds(1)
  expect(page.kept.live).toBe(true)
  theDesk().push({ t: 'state', conversation: { ...over, seen: { customer: 1, agent: 1 } } })
  await seconds(1)
  expect(page.kept.live).toBe(false)
})

test('a visitor whose talk is gone is waited for no longer', async () => {
  await come({ token: 'old', live: true })
  expect(page.kept).toEqual({ token: 't', live: false })
})

test('what was not sent yet is waited for, though there is no talk', async () => {
  theDesk().weather = (_, frame) => (frame.t === 'say' ? 'lose' : 'pass')
  const chat = await come()
  chat.say('hello')
  theDesk().push({ t: 'retry', after_ms: 10 })
  await seconds(2)
  expect(chat.store.view).toMatchObject({ conversation: null, live: true })
  expect(page.kept.live).toBe(true)
})
