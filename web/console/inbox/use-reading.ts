import { useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as reading along. */
const near = 60

/**
 * Keeps the reader's place. The box is laid out from its end (column-reverse), so earlier pages and a
 * growing composer move nothing; what arrives below while somebody reads above is made up for here.
 */
export function useReading(end: string, sent: number) {
  const box = useRef<HTMLDivElement>(null)
  const height = useRef(0)
  const before = useRef({ end, sent })
  const [away, setAway] = useState(false)
  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    const grown = el.scrollHeight - height.current
    // Whoever sends wants to see it leave; whoever reads above wants to stay there.
    if (sent > before.current.sent) el.scrollTop = 0
    else if (before.current.end !== end && el.scrollTop < -near && grown > 0) el.scrollTop -= grown
    before.current = { end, sent }
    height.current = el.scrollHeight
  })
  const onScroll = (): void => setAway((box.current?.scrollTop ?? 0) < -near * 4)
  const toEnd = (): void => {
    box.current?.scrollTo({ top: 0, behavior: 'smooth' })
    box.current?.focus()
  }
  return { box, away, onScroll, toEnd }
}
