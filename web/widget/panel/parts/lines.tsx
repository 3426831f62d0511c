/** Lines of the log that nobody said: days, events, gaps, the greeting, somebody typing. */
import type { JSX } from 'preact'
import type { Message } from '../../../shared/wire'
import type { Chat } from '../chat/chat'
import { hasEarlier, type View } from '../chat/view'
import { useWords } from '../words/words'

export function Event({ message }: { message: Message }): JSX.Element {
  const { t } = useWords()
  const name = message.event?.by?.name
  const line = {
    taken: name ? t('event_taken', { name }) : t('event_taken_unnamed'),
    released: t('event_released'),
    resolved: t('event_resolved'),
    reopened: t('event_reopened'),
    started: '',
  }
  return <p class="line">{line[message.event?.name ?? 'started']}</p>
}

export const Gap = (): JSX.Element => <p class="line gap">{useWords().t('gap')}</p>

export function Day({ at }: { at: string }): JSX.Element {
  return (
    <p class="line">
      <time dateTime={at}>{useWords().day(at)}</time>
    </p>
  )
}

export function Start({ view, chat }: { view: View; chat: Chat }): JSX.Element {
  const { t } = useWords()
  const label = { idle: t('earlier'), loading: t('earlier_loading'), failed: t('earlier_failed') }
  if (hasEarlier(view)) {
    return (
      <button class="earlier" type="button" aria-disabled={view.earlier === 'loading'} onClick={chat.earlier}>
        {label[view.earlier]}
      </button>
    )
  }
  const greeting = view.greeting[view.lang] || view.greeting.zh || view.greeting.en || t('empty')
  return <p class="greeting">{greeting}</p>
}

export function Typing({ view }: { view: View }): JSX.Element | null {
  const { t } = useWords()
  if (!view.typing) return null
  const name = view.typing.name ?? view.conversation?.assignee_name ?? t('agent')
  return (
    <div class="row theirs last">
      <p class="bubble dots">
        <span class="unseen">{t('typing', { name })}</span>
        <i />
        <i />
        <i />
      </p>
    </div>
  )
}
