/** The doors of the fake desk that a client without sockets uses. */
import { type Api, Problem } from '../api'
import type { AmendedFrame, EditFrame, HistoryFrame, RecallFrame, RefusedFrame, SaidFrame, SayFrame } from '../frames'
import type { Call } from '../link/slow'
import type { FakeDesk } from './fake-desk'

const statuses: Record<string, number> = { invalid: 422, internal: 500, busy: 429, not_found: 404, forbidden: 403 }

const later = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** What may go wrong with one request: it never arrives, or its answer does not. */
export type HttpWeather = () => 'pass' | 'lose up' | 'lose down'

export class FakeRest {
  asked = 0
  weather: HttpWeather = () => 'pass'

  constructor(private readonly desk: () => FakeDesk) {}

  readonly call: Call = (ask) => ask(this.api)

  private readonly api: Api = {
    get: (path, { query, signal } = {}) => this.answer(signal, () => this.read(path, Number(query?.after ?? 0))),
    post: (path, body, { signal } = {}) => this.answer(signal, () => this.post(path, body as SayFrame)),
    patch: () => Promise.reject(new Error('not a door of the fake desk')),
    del: () => Promise.reject(new Error('not a door of the fake desk')),
  }

  private async answer<T>(signal: AbortSignal | undefined, act: () => object): Promise<T> {
    this.asked += 1
    const fate = this.weather()
    await later(10)
    if (fate === 'lose up') throw new Problem({ status: 0, code: 'network' })
    const answer = act()
    await later(10)
    if (signal?.aborted) throw new DOMException('', 'AbortError')
    if (fate === 'lose down') throw new Problem({ status: 0, code: 'timeout' })
    return answer as T
  }

  private read(path: string, after: number): object {
    const conversation = path.split('/')[2] ?? ''
    const { messages, ...page } = ok<HistoryFrame>(this.desk().reply({ t: 'sync', conversation, after }))
    return { ...page, items: messages }
  }

  private post(path: string, body: SayFrame): object {
    const desk = this.desk()
    if (path === '/sending-sessions') {
      const { conversation, session } = body
      if (conversation) ok(desk.reply({ t: 'sync', conversation, after: 0, session }))
      const welcome = desk.welcome()
      return { session: session ?? welcome.session, conversation: conversation ? null : welcome.conversation, amend_s: welcome.amend_s }
    }
    const [, , id = '', , seq, verb] = path.split('/')
    if (verb) {
      const frame = { ...body, t: verb, conversation: id, seq: Number(seq) } as EditFrame | RecallFrame
      const { message } = ok<AmendedFrame>(desk.amend(frame))
      return { message }
    }
    const conversation = path.startsWith('/visitor') ? body.conversation : id
    return ok<SaidFrame>(desk.reply({ ...body, t: 'say', conversation }))
  }
}

function ok<A extends object>(answer: object): A {
  const refused = answer as RefusedFrame
  if (refused.t !== 'refused') return answer as A
  throw new Problem({ ...refused, status: statuses[refused.code] ?? 409 })
}
