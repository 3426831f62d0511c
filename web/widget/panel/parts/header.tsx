import type { JSX } from 'preact'
import type { Chat } from '../chat/chat'
import { type View, withBot } from '../chat/view'
import { type PanelWords, useWords } from '../words/words'
import { CloseIcon, RequestsIcon } from './icons'

function status(view: View, { t }: PanelWords): string {
  const { conversation, bot } = view
  if (conversation?.status === 'resolved') return t('header_resolved')
  if (conversation?.status === 'queued') return t('header_queued')
  if (withBot(view)) return t('header_bot', { name: bot?.name || t('bot') })
  if (!conversation) return t('header_idle')
  const name = conversation.assignee_name
  return name ? t('header_active', { name }) : t('header_served')
}

export function Header({ view, chat }: { view: View; chat: Chat }): JSX.Element {
  const words = useWords()
  const other = view.lang === 'zh' ? 'en' : 'zh'
  return (
    <header>
      <div class="title">
        <h1>{view.name || words.t('chat_unnamed')}</h1>
        {view.phase === 'ready' && <p>{status(view, words)}</p>}
      </div>
      {view.phase === 'ready' && (
        <button
          class="quiet"
          type="button"
          aria-label={words.t('requests')}
          title={words.t('requests')}
          aria-pressed={view.page.at === 'requests'}
          onClick={() => chat.go({ at: view.page.at === 'requests' ? 'chat' : 'requests' })}
        >
          <RequestsIcon />
        </button>
      )}
      <button class="quiet" type="button" aria-label={words.t('language_label')} onClick={() => chat.speak(other)}>
        <span lang={other}>{words.t('language')}</span>
      </button>
      <button class="quiet round" type="button" aria-label={words.t('close')} onClick={chat.close}>
        <CloseIcon />
      </button>
    </header>
  )
}
