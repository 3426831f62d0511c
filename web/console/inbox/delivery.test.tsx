import { expect, test } from 'vitest'
import type { Delivery } from '../../shared/wire'
import { keys } from '../live/apply'
import { conversation, message } from '../live/samples'
import type { Talk } from '../live/talk'
import { asksOf, button, press, seen, settled, stage } from '../testing/stage'
import { Fate, Stuck, isStuck } from './delivery'

const delivery = (state: Delivery['state'], more: Partial<Delivery> = {}): Delivery => ({
  state, at: '2026-01-01T00:00:01.000Z', attempts: 1, code: null, ...more,
})
const ours = (held: Delivery) => message(3, { author: { kind: 'agent', id: 'P1' }, delivery: held })
const retry = 'POST /conversations/C1/messages/3/retry'
const again = { message: ours(delivery('pending', { at: '2026-01-01T00:09:00.000Z', attempts: 0 })) }

test('how far a message has come is told in words', async () => {
  const { show } = stage()
  const c = conversation({ channel: 'email', seen: { customer: 9, agent: 9 } })
  for (const [state, words] of [['sending', 'Being sent'], ['sent', 'Sent'], ['delivered', 'Delivered'], ['read', 'Read']] as const) {
    await show(<Fate m={ours(delivery(state))} c={c} />)
    expect(seen()).toBe(words)
  }
  await show(<Fate m={ours(delivery('pending', { attempts: 0 }))} c={c} />)
  expect(seen()).toBe('Waiting to be sent')
  await show(<Fate m={ours(delivery('pending', { attempts: 2 }))} c={c} />)
  expect(seen()).toBe('Tried 2 times, will be tried again')
})

test('in the widget a message is read when its customer has seen it', async () => {
  const { show } = stage()
  await show(<Fate m={message(3)} c={conversation({ seen: { customer: 3, agent: 0 } })} />)
  expect(seen()).toBe('Seen')
  await show(<Fate m={message(3)} c={conversation({ seen: { customer: 2, agent: 0 } })} />)
  expect(seen()).toBe('Sent')
})

test('what failed says why and is sent again at once', async () => {
  const { show, asked, cache } = stage({ [retry]: again })
  const failed = delivery('failed', { code: 'http_404' })
  expect([isStuck(ours(failed)), isStuck(ours(delivery('sent')))]).toEqual([true, false])
  cache.setQueryData<Talk>(keys.talk('C1'), [ours(failed)])
  cache.setQueryData(keys.conversation('C1'), conversation({ seq: 3 }))
  await show(<Stuck m={ours(failed)} delivery={failed} />)
  expect(seen()).toContain('Not sent: the host refused it (404)')
  await press('Send again')
  await settled(() => asksOf(asked, 'POST').length === 1)
  expect(cache.getQueryData<Talk>(keys.talk('C1'))).toMatchObject([{ delivery: { state: 'pending' } }])
})

test('what may have come is sent again only when that was meant', async () => {
  const { show, asked } = stage({ [retry]: again })
  const unknown = delivery('unknown', { code: 'interrupted' })
  await show(<Stuck m={ours(unknown)} delivery={unknown} />)
  await press('Send again?')
  expect(seen()).toContain('the customer could then get it twice')
  expect(asked).toEqual([])
  await press('Send again')
  expect(asksOf(asked, 'POST')).toHaveLength(1)
})

test('whoever may not write is told, and offered nothing', async () => {
  const { show } = stage()
  const failed = delivery('failed', { code: 'gone' })
  await show(<Stuck m={ours(failed)} delivery={failed} />, 'auditor')
  expect(seen()).toContain('the other side wants nothing any more')
  expect(button('Send again')).toBeUndefined()
})
