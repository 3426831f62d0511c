/** Lines of the log that nobody said: days, gaps, the greeting, somebody typing. */
import type { JSX } from 'preact'
import type { Greeting } from '../../../shared/wire'
import type { Chat } from '../chat/chat'
import { hasEarlier, type View } from '../chat/view'
import { useWords } from '../words/words'

/** Nobody should take a machine for a person. */
export const BotMark = (): JSX.Element => <b class="mark">{useWords().t('bot_mark')}</b>

export const Gap = ({ id }: { id: string }): JSX.Element => (
  <p id={id} class="line gap">
    {useWords().t(id === 'new' ? 'new_below' : 'gap')}
  </p>
)

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
  const inWords = (said: Greeting | undefined): string => said?.[view.lang] || said?.zh || said?.en || ''
  const welcome = inWords(view.bot?.welcome)
  return (
    <>
      <p class="greeting">{inWords(view.greeting) || t('empty')}</p>
      {view.bot && welcome && (
        <div class="row theirs last">
          <span class="author">
            {view.bot.name || t('bot')} <BotMark />
          </span>
          <p class="bubble">{welcome}</p>
        </div>
      )}
    </>
  )
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
