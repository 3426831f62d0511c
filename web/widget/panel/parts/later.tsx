/** Parts of the panel that not every visit needs: fetched when first shown. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Chat } from '../chat/chat'
import type { Message } from '../../../shared/wire'
import type { View } from '../chat/view'
import { Failure } from './failure'
import { Skeleton } from './skeleton'

type Parts = typeof import('../later/parts')
let known: Parts | undefined

interface LaterProps {
  part: keyof Parts
  view: View
  chat: Chat
  message?: Message
  /** Holds the place where something of about this size will stand. */
  meanwhile?: JSX.Element
}

export function Later({ part, meanwhile, ...props }: LaterProps): JSX.Element | null {
  const [parts, show] = useState(known)
  const [failed, fail] = useState(false)
  const load = (): void => {
    fail(false)
    import('../later/parts').then((found) => show((known = found)), () => fail(true))
  }
  useEffect(() => {
    if (known) show(known) // fetched for somebody else since this was drawn
    else load()
  }, [])
  const Part = parts?.[part]
  if (Part) return <Part {...props} />
  if (props.view.page.at === 'chat') return meanwhile ?? null
  return failed ? <Failure code="network" open={false} again={load} /> : <Skeleton />
}
