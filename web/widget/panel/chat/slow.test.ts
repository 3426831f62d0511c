/** R11 for the widget: its link, its calls and what it shows, where sockets are blocked. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../../../shared/api'
import { textOf } from '../../../shared/parts'
import { prepare, seconds, theDesk, theRest } from '../../../shared/testing/bench'
import type { ToPanel } from '../../bridge'
import { Chat } from './chat'
import type { Host } from './host'
import { isFull } from './view'

prepare()

const config = { grant: 'g', merchant: { name: 'Shop' }, branding: { accent: '#0b57d0' }, greeting: { zh: '', en: '' }, locale: 'en' }
const host = (): Host & { say(message: ToPanel): void } => {
  let listener: (message: ToPanel) => void = () => undefined
  return {
    shelf: () => ({ open: async () => undefined, keep() {}, clear() {}, close() {} }),
    send() {},
    boot: async () => ({ t: 'boot', key: 'wk_1', lang: 'en', theme: 'auto', open: true, kept: {}, draft: '', config: config as never }),
    hear: (to) => void (listener = to),
    say: (message) => listener(message),
  }
}

/** The desk's doors as the widget's own calls find them. */
async function answered(path: string, init: RequestInit): Promise<object> {
  if (path === '/visitors') return { token: 't', visitor: 'v1', conversation: null }
  if (path === '/socket-tickets') return { url: 'wss://desk.test', ticket: 't', expires_in: 60 }
  const url = new URL(path, 'https://desk.test')
  const query = Object.fromEntries(url.searchParams)
  const body = init.body && (JSON.parse(String(init.body)) as object)
  return theRest().call((api) => (body ? api.post<object>(path, body) : api.get<object>(url.pathname, { query })))
}

const stub = async (path: string, init: RequestInit): Promise<Response> => {
  const refused = (why: unknown): Response => {
    if (!(why instanceof Problem)) throw why
    if (!why.status) throw new TypeError('no network')
    return Response.json({ code: why.code, rule: why.rule, expected: why.expected }, { status: why.status })
  }
  return answered(path.replace('/v1', ''), init).then((found) => Response.json(found), refused)
}

let page: ReturnType<typeof host>
let chat: Chat
const said = (): string[] => chat.store.view.messages.filter(isFull).map(textOf)

beforeEach(async () => {
  vi.stubGlobal('fetch', vi.fn(stub))
  vi.stubGlobal('WebSocket', function () {
    return theDesk().socket()
  })
  chat = new Chat((page = host()))
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
