import { expect, test } from 'vitest'
import { message } from '../live/samples'
import { button, seen, stage } from '../testing/stage'
import { EventLine } from './event-line'
import { SourceLine } from './source'

test('a letter tells whence it came, and whether that is proved', async () => {
  const { show } = stage()
  await show(<SourceLine m={message(1, { source: { from: 'li@shop.example', unproved: true } })} mail />)
  expect(seen()).toContain('from li@shop.example')
  expect(seen()).toContain('sender not proved')
  expect(button('Show original')).toBeTruthy()
  await show(<SourceLine m={message(1, { source: { from: 'li@shop.example' } })} mail />)
  expect(seen()).not.toContain('not proved')
})

test('who had a copy is shown, and that answers do not go there', async () => {
  const { show } = stage()
  const source = { from: 'li@shop.example', cc: ['boss@shop.example', 'law@shop.example'] }
  await show(<SourceLine m={message(1, { source })} mail />)
  expect(seen()).toContain('copies to boss@shop.example, law@shop.example, who get no answers')
})

test('an id of another system says nothing to anybody, a doubt does', async () => {
  const { show } = stage()
  await show(<SourceLine m={message(1, { source: { from: 'u-1' } })} mail={false} />)
  expect(seen()).toBe('')
  await show(<SourceLine m={message(1, { source: { from: 'u-1', machine: true } })} mail={false} />)
  expect(seen()).toContain('written by a machine')
})

test('of an erased letter no original is offered', async () => {
  const { show } = stage()
  await show(<SourceLine m={message(1, { erased: true, source: { from: 'x' } })} mail />)
  expect(button('Show original')).toBeUndefined()
})

test('what a machine wrote is a line of the history, its words folded away', async () => {
  const { show } = stage()
  const source = { from: 'away@shop.example', automatic: 'auto_reply', subject: 'Out of office' }
  await show(<EventLine message={message(2, { kind: 'event', event: { name: 'automatic' }, source })} />)
  expect(seen()).toContain('Automatic mail from away@shop.example: automatic reply')
  expect(document.querySelector('details')?.open).toBe(false)
  await show(<EventLine message={message(2, { kind: 'event', event: { name: 'automatic' }, source: { ...source, automatic: 'by_magic' } })} />)
  expect(seen()).toContain('not written by a person')
})
