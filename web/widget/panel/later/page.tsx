/** A page over the talk: a heading that takes the focus, and a way back. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Chat } from '../chat/chat'
import type { Message } from '../../../shared/wire'
import type { View } from '../chat/view'
import { laterWords } from './words/words'

export interface Props {
  view: View
  chat: Chat
  message?: Message
}

interface PageProps extends Props {
  title: string
  back?: { label: string; go: () => void }
  children: ComponentChildren
}

export const link = (label: string, act: () => void, name?: string): JSX.Element => (
  <button class="link" type="button" aria-label={name} onClick={act}>
    {label}
  </button>
)

export function Page({ view, chat, title, back, children }: PageProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [title])
  const { label, go } = back ?? { label: laterWords(view.lang).t('back'), go: () => chat.go({ at: 'chat' }) }
  return (
    <section class="page" aria-labelledby="title">
      {link(label, go)}
      <h2 id="title" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  )
}
