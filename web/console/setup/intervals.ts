import type { Span } from './desk'

const time = /^([01]?\d|2[0-4])[:：.]([0-5]\d)$/

const minute = (text: string): number | undefined => {
  const found = time.exec(text.trim())
  const minutes = found ? Number(found[1]) * 60 + Number(found[2]) : Infinity
  return minutes <= 1440 ? minutes : undefined
}
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** “9:00-12:00, 13:30-18:00” as spans in order; undefined where it is no such line. Empty is closed. */
export function parseSpans(line: string): Span[] | undefined {
  const parts = line.split(/[,，;；]/).map((part) => part.trim()).filter(Boolean)
  const spans = parts.map((part) => part.split(/[-–—~～至]/).map(minute))
  let last = -1
  for (const span of spans) {
    const [from, to] = span
    if (span.length !== 2 || from === undefined || to === undefined || from >= to || from < last) return undefined
    last = to
  }
  return spans.map(([from, to]) => [clock(from!), clock(to!)])
}

export const lineOf = (spans: readonly Span[] | undefined): string =>
  (spans ?? []).map(([from, to]) => `${from}–${to}`).join(', ')
