/** One socket: questions with their answers, pushes, and its end. It never outlives a failure. */
import type { AnswerFrame, AnswerTo, ClientFrame, PushFrame, Question, RefusedFrame, ServerFrame } from '../frames'

/** The desk answered no. */
export class Refusal extends Error {
  constructor(readonly frame: RefusedFrame) {
    super(frame.code)
  }
}
/** No answer in time; the question may or may not have arrived. */
export class Late extends Error {}
/** The socket ended before the answer. */
export class Lost extends Error {}

/** Whatever carries questions to the desk. */
export interface Way {
  ask<Q extends Question>(question: Q, ms: number): Promise<AnswerTo<Q>>
  /** For frames that may be lost: typing, seen. */
  send(frame: ClientFrame): void
  end(code?: number): void
}
export interface ChannelEvents {
  open(): void
  push(frame: PushFrame): void
  end(): void
}
interface Waiting {
  resolve(answer: AnswerFrame): void
  reject(why: Error): void
}
export type SocketMaker = (url: string) => WebSocket

const answers = new Set<string>(['welcome', 'said', 'amended', 'history', 'pong', 'refused'])
const isAnswer = (frame: ServerFrame): frame is AnswerFrame => answers.has(frame.t)

export class Channel implements Way {
  readonly #waiting = new Map<string, Waiting>()
  #ended = false
  #count = 0

  constructor(
    private readonly socket: WebSocket,
    private readonly events: ChannelEvents,
  ) {
    socket.onopen = () => events.open()
    socket.onmessage = ({ data }) => this.#read(String(data))
    socket.onclose = () => this.end()
    socket.onerror = () => this.end()
  }

  send(frame: ClientFrame): void {
    if (!this.#ended && this.socket.readyState === 1) this.socket.send(JSON.stringify(frame))
  }

  ask<Q extends Question>(question: Q, ms: number): Promise<AnswerTo<Q>> {
    if (this.#ended) return Promise.reject(new Lost())
    const ref = question.ref ?? `q${++this.#count}`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(ref)?.reject(new Late()), ms)
      const done = <A extends unknown[]>(then: (...args: A) => void) => (...args: A) => {
        clearTimeout(timer)
        then(...args)
      }
      this.#waiting.set(ref, {
        resolve: done((answer: AnswerFrame) => resolve(answer as AnswerTo<Q>)),
        reject: done(reject),
      })
      this.send({ ...question, ref })
    })
  }

  end(code = 1000): void {
    if (this.#ended) return
    this.#ended = true
    this.socket.close(code)
    for (const ref of [...this.#waiting.keys()]) this.#settle(ref)?.reject(new Lost())
    this.events.end()
  }

  #settle(ref: string): Waiting | undefined {
    const waiting = this.#waiting.get(ref)
    this.#waiting.delete(ref)
    return waiting
  }

  #read(data: string): void {
    if (this.#ended) return
    const frames = JSON.parse(data) as ServerFrame | ServerFrame[]
    for (const frame of Array.isArray(frames) ? frames : [frames]) this.#take(frame)
  }

  #take(frame: ServerFrame): void {
    if (!isAnswer(frame)) return this.events.push(frame)
    const waiting = this.#settle(frame.ref ?? '')
    if (frame.t === 'refused') waiting?.reject(new Refusal(frame))
    else waiting?.resolve(frame)
  }
}
