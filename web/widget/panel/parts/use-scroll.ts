/** Stays at the newest line, holds its place when older ones come in above, says what came below. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

const near = 60

interface Lines {
  /** The key of the first line: another one means that older lines came in above. */
  top: string | undefined
  count: number
  ours: number
  /** What stands below the lines themselves: a hint, somebody typing. */
  tail: string
}
interface Scroll {
  box: RefObject<HTMLDivElement | null>
  atTop: boolean
  below: boolean
  onScroll(): void
  down(): void
}

export function useScroll({ top, count, ours, tail }: Lines): Scroll {
  const box = useRef<HTMLDivElement>(null)
  const was = useRef({ top, count: 0, ours: 0, height: 0, bottom: true, news: null as Element | null })
  const [atTop, setAtTop] = useState(false)
  const [below, setBelow] = useState(false)

  const down = (): void => {
    const el = box.current
    if (el) el.scrollTop = el.scrollHeight
    setBelow(false)
  }
  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    const before = was.current
    const news = el.querySelector('#new')
    if (news && news !== before.news) {
      before.bottom = false
      news.scrollIntoView()
    } else if (before.bottom || ours > before.ours) down()
    else if (before.top !== top && before.count) el.scrollTop += el.scrollHeight - before.height
    else if (count > before.count) setBelow(true)
    was.current = { ...before, top, count, ours, height: el.scrollHeight, news }
  }, [top, count, ours, tail])
  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    const keep = new ResizeObserver(() => was.current.bottom && down())
    keep.observe(el)
    return () => keep.disconnect()
  }, [])

  const onScroll = (): void => {
    const el = box.current
    if (!el) return
    was.current.bottom = el.scrollHeight - el.scrollTop - el.clientHeight < near
    setAtTop(el.scrollTop < near && el.scrollHeight > el.clientHeight)
    if (was.current.bottom) setBelow(false)
  }
  return { box, atTop, below, onScroll, down }
}
