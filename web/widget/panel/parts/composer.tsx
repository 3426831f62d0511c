import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from '../chat/chat'
import type { View } from '../chat/view'
import { useWords } from '../words/words'
import { SendIcon } from './icons'

const most = 8000
const warnAfter = 7500
const typingEnds = 5_000

/** Enter sends, unless it chooses a word in an input method (229 is what older ones report). */
export const sends = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229

/** Tells that somebody types, and that they stopped when nothing more comes. */
function useTyping(chat: Chat): (on: boolean) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return (on) => {
    clearTimeout(timer.current)
    chat.typing(on)
    if (on) timer.current = setTimeout(() => chat.typing(false), typingEnds)
  }
}

export function Composer({ view, chat }: { view: View; chat: Chat }): JSX.Element {
  const { t } = useWords()
  const [text, setText] = useState(chat.draft)
  const [full, fill] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const typing = useTyping(chat)
  const length = [...text].length
  const sendable = text.trim() !== '' && length <= most

  useEffect(() => {
    if (view.open && view.page.at === 'chat') field.current?.focus()
  }, [view.open, view.page])
  useLayoutEffect(() => {
    const el = field.current
    if (!el) return
    el.style.height = 'auto'
    el.style.height = `${el.scrollHeight + 2}px`
  }, [text])

  const send = (event: Event): void => {
    event.preventDefault()
    if (!sendable) return
    const taken = chat.say(text.trim())
    fill(!taken)
    if (!taken) return
    write('')
    field.current?.focus()
  }
  const write = (value: string): void => {
    setText(value)
    chat.write(value)
    typing(value !== '')
  }
  return (
    <form class="composer" onSubmit={send}>
      <label class="unseen" for="text">
        {t('write')}
      </label>
      <textarea
        ref={field}
        id="text"
        rows={1}
        placeholder={t('write')}
        value={text}
        aria-invalid={length > most}
        aria-describedby={length > warnAfter ? 'length' : undefined}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => sends(event) && send(event)}
      />
      <button class="more" type="button" aria-label={t('attach')} onClick={() => chat.go({ at: 'attach' })}>
        +
      </button>
      <button class="solid" type="submit" disabled={!sendable}>
        <SendIcon />
        <span>{t('send')}</span>
      </button>
      {full && (
        <p class="over" role="status">
          {t('error_busy')}
        </p>
      )}
      {length > warnAfter && (
        <p id="length" class={length > most ? 'over' : ''} role="status">
          {t(length > most ? 'too_long' : 'left', { n: length, most })}
        </p>
      )}
    </form>
  )
}
