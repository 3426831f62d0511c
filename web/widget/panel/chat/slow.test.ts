/** R11 for the widget: its link, its calls and what it shows, where sockets are blocked. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { textOf } from '../../../shared/parts'
import { prepare, seconds, theDesk, theRest } from '../../../shared/testing/bench'
import { type HostPage, hostPage, reachTheDesk } from '../testing/page'
import { Chat } from './chat'
import { isFull } from './view'

prepare()

let page: HostPage
let chat: Chat
const said = (): string[] => chat.store.view.messages.filter(isFull).map(textOf)

beforeEach(async () => {
  reachTheDesk()
  chat = new Chat((page = hostPage()))
})
afterEach(() => page.say({ t: 'reset' }))

const blocked = (): void => void (theDesk().admits = () => false)

test('a first message is sent and answered by HTTP, and the panel says that it is slow', async () => {
  blocked()
  await chat.start()
  chat.say('hello')
  expect(chat.store.view).toMatchObject({ line: 'fine', pending: [{ text: 'hello' }] })
  await seconds(15)
  expect(chat.store.view).toMatchObject({ line: 'slow', pending: [] })
  theDesk().write('c-new', 'good morning')
  await seconds(20)
  expect(said()).toEqual(['hello', 'good morning'])
})

test('in the middle of a talk it goes over, and back when a socket carries, with nothing twice', async () => {
  await chat.start()
  await seconds(1)
  chat.say('one')
  await seconds(1)
  blocked()
  for (const socket of theDesk().sockets) socket.fall()
  await seconds(15)
  expect(chat.store.view.line).toBe('slow')
  chat.say('two')
  theDesk().write('c-new', 'two too')
  await seconds(10)
  theDesk().admits = () => true
  chat.say('three')
  await seconds(40)
  expect(chat.store.view.line).toBe('fine')
  const asked = theRest().asked
  chat.say('four')
  await seconds(30)
  expect(theRest().asked).toBe(asked)
  expect(theDesk().texts('c-new').filter((text) => text !== 'two too')).toEqual(['one', 'two', 'three', 'four'])
  expect(said()).toEqual(theDesk().texts('c-new'))
})
