/** Messages change after they were said; what comes later may tell of what came before. */
import { textOf } from './parts'
import type { AnyMessage, Message, Quote } from './wire'

const isWhole = (m: AnyMessage | undefined): m is Message => !!m && 'parts' in m
const changes = (m: Message): number => (m.edits ?? 0) + (m.recalled_at ? 1e6 : 0)

/** Of two readings of one message the one that was changed later; only one of them may have brought its quote. */
function later(known: AnyMessage | undefined, news: AnyMessage): AnyMessage {
  if (!isWhole(known) || !isWhole(news)) return known ?? news
  if (changes(news) <= changes(known)) return known
  return news.recalled_at ? news : { ...news, quote: known.quote }
}

/** What is known together with what has come: each message once, as it is now. */
export function joined(known: readonly AnyMessage[], news: readonly AnyMessage[]): AnyMessage[] {
  const all = new Map<string, AnyMessage>()
  const told = new Map<string, AnyMessage>()
  for (const m of [...known, ...news]) {
    const name = `${m.conversation}:${m.seq}`
    all.set(name, later(all.get(name), m))
    if (isWhole(m) && m.amended) told.set(`${m.conversation}:${m.amended.seq}`, m.amended)
  }
  for (const [name, m] of told) if (all.has(name)) all.set(name, later(all.get(name), m))
  return [...all.values()].map((m) => {
    const name = isWhole(m) && m.quote && `${m.conversation}:${m.quote.seq}`
    const now = name ? all.get(name) ?? told.get(name) : undefined
    return isWhole(now) && changes(now) ? { ...m, quote: quoteOf(now) } : m
  })
}

export const quoteOf = (m: Message): Quote => ({
  seq: m.seq,
  author: m.author,
  text: textOf(m).slice(0, 120),
  ...(m.recalled_at && { recalled: true }),
})
