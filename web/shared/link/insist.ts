/** Asks until there is an answer: the question goes out again as it was, for as long as the socket lives. */
import type { AnswerTo, Question } from '../frames'
import { Late, Refusal, type Way } from './channel'

export const patience = { say: 8_000, sync: 10_000, ping: 10_000, hello: 10_000 } as const

export const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms))

export async function insist<Q extends Question>(
  channel: Way,
  question: Q,
  ms: number,
  probe: () => void,
): Promise<AnswerTo<Q>> {
  for (;;) {
    try {
      return await channel.ask(question, ms)
    } catch (why) {
      if (why instanceof Late) probe()
      else if (why instanceof Refusal && why.frame.code === 'busy') await sleep(why.frame.retry_ms ?? 1000)
      else throw why
    }
  }
}
