import { expect, test } from 'vitest'
import { calm, connect, prepare, seconds, shelf, theDesk } from '../testing/bench'

prepare()

test.each([7, 11, 2024])('in foul weather %i everything arrives once and in order, both ways', async (start) => {
  const desk = theDesk()
  let seed = start
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
  desk.room = 2
  desk.random = random
  desk.weather = (_, frame) => {
    if (frame.t === 'welcome') return 'pass'
    const dice = random()
    return dice < 0.1 ? 'lose' : dice < 0.16 ? 'drop' : dice < 0.25 ? 'twice' : 'pass'
  }
  const { link, shown, heard } = connect({ shelf, random })
  await link.start()
  const sent = Array.from({ length: 100 }, (_, i) => `m${i}`)
  link.on('welcome', ({ conversation }) => conversation && link.watch(conversation.id))
  for (const [i, word] of sent.entries()) {
    link.say(desk.visitor, word)
    if (desk.visitor) desk.write(desk.visitor, `a${i}`)
    if (desk.visitor && i % 10 === 9) desk.forget(desk.visitor)
    await seconds(random() * 20)
  }
  await seconds(600)
  desk.weather = calm
  await seconds(600)
  const stored = desk.texts('c-new')
  expect(link.pending()).toEqual([])
  expect(stored.filter((t) => t.startsWith('m'))).toEqual(sent)
  expect(shown()).toEqual(stored)
  expect(new Set(heard.map((m) => m.seq)).size).toBe(heard.length)
  expect(desk.opened).toBeGreaterThan(10)
})
