/** Between the talk and the field: what the customer can do about it just now. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Chat } from '../chat/chat'
import { type View, withBot } from '../chat/view'
import { blame, useWords } from '../words/words'
import { Later } from './later'

interface Props {
  view: View
  chat: Chat
}

export function Foot({ view, chat }: Props): JSX.Element | null {
  const { conversation } = view
  if (withBot(view)) return <Person view={view} chat={chat} />
  if (conversation?.status === 'queued') return <Later part="Queue" view={view} chat={chat} />
  const rates = conversation?.status === 'resolved' && (conversation.can_rate || conversation.rating)
  return rates ? <Later part="Rating" key={conversation.id} view={view} chat={chat} /> : null
}

function Person({ view, chat }: Props): JSX.Element {
  const words = useWords()
  const [state, set] = useState('')
  // The first words begin the talk: until they are there, a second wish would only double them.
  const waits = state === 'asking' || (!view.conversation && view.pending.length > 0)
  const ask = async (): Promise<void> => {
    if (waits) return
    set('asking')
    try {
      await chat.person(words.t('person_wish'))
      set('')
      // This button is about to go; whoever pressed it is led to where the answer stands.
      document.getElementById('log')?.focus()
    } catch (why) {
      set(blame(words, why))
    }
  }
  return (
    <div class="foot">
      <button class="outline" type="button" aria-disabled={waits} onClick={ask}>
        {words.t('person')}
      </button>
      {state && state !== 'asking' && <p role="alert">{state}</p>}
    </div>
  )
}
