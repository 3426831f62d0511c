import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { tag } from '../../../shared/i18n'
import type { Chat } from '../chat/chat'
import { useView } from '../chat/store'
import { wordsIn, WordsContext } from '../words/words'
import { Composer } from './composer'
import { Foot } from './foot'
import { Failure } from './failure'
import { Header } from './header'
import { Banner } from './banner'
import { Later } from './later'
import { Log } from './log'
import { Skeleton } from './skeleton'

export function App({ chat }: { chat: Chat }): JSX.Element {
  const view = useView(chat.store)
  const words = useMemo(() => wordsIn(view.lang), [view.lang])
  useEffect(() => {
    document.documentElement.lang = tag(view.lang)
  }, [view.lang])
  useEffect(() => {
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return
      if (chat.store.view.page.at === 'chat') chat.close()
      else chat.go({ at: 'chat' })
    }
    addEventListener('keydown', escape)
    return () => removeEventListener('keydown', escape)
  }, [chat])

  /** Files that are dropped or pasted; a table is pasted as its words, though it comes with a picture too. */
  const bring = (event: Event, brought: DataTransfer | null): void => {
    const files = [...(brought?.files ?? [])]
    if (!files.length || brought?.getData('text')) return
    event.preventDefault()
    chat.go({ at: 'attach', files })
  }

  return (
    <WordsContext.Provider value={words}>
      <main data-phase={view.phase} aria-label={view.name ? words.t('chat', { name: view.name }) : words.t('chat_unnamed')}>
        <Header view={view} chat={chat} />
        {view.phase === 'ready' && <Banner line={view.line} />}
        {view.phase === 'failed' && <Failure code={view.problem} again={chat.start} open={view.open} />}
        {view.phase === 'loading' && <Skeleton />}
        {view.phase === 'ready' && (
          <div
            class="talk"
            hidden={view.page.at !== 'chat'}
            onPaste={(event) => bring(event, event.clipboardData)}
            onDrop={(event) => bring(event, event.dataTransfer)}
            onDragOver={(event) => event.dataTransfer?.types.includes('Files') && event.preventDefault()}
          >
            <Log view={view} chat={chat} />
            <Foot view={view} chat={chat} />
            {(view.about || view.quote) && <Later part="About" key={view.about?.id} view={view} chat={chat} />}
            <Composer view={view} chat={chat} />
          </div>
        )}
        {view.phase === 'ready' && view.page.at !== 'chat' && <Later part={view.page.at} view={view} chat={chat} />}
      </main>
    </WordsContext.Provider>
  )
}
