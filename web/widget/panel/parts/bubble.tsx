import type { JSX } from 'preact'
import type { Chat } from '../chat/chat'
import type { Fate, Row } from '../chat/rows'
import { canDiscard } from '../../../shared/link'
import { hasFiles, optionsOf, textOf } from '../../../shared/parts'
import type { Pending } from '../../../shared/link'
import type { Message } from '../../../shared/wire'
import { complaint, type PanelWords, useWords } from '../words/words'
import { CheckIcon, WarnIcon } from './icons'
import { Later } from './later'
import { BotMark } from './lines'

type Ours = Extract<Row, { kind: 'ours' }>
type Theirs = Extract<Row, { kind: 'theirs' }>

export const authorName = ({ author }: Message, { t, has }: PanelWords): string =>
  author.name ?? (has(author.kind) ? t(author.kind as 'agent') : t('agent'))

export function TheirBubble({ row, chat }: { row: Theirs; chat: Chat }): JSX.Element {
  const words = useWords()
  const { message, first, last } = row
  return (
    <div class={`row theirs${last ? ' last' : ''}`}>
      <span class={first ? 'author' : 'unseen'}>
        {authorName(message, words)} {message.author.kind === 'bot' && <BotMark />}
      </span>
      <Bubble of={message} text={textOf(message)} chat={chat} />
      <Options row={row} chat={chat} />
      {last && <time dateTime={message.at}>{words.time(message.at)}</time>}
    </div>
  )
}

interface Shown {
  of?: Message | Pending
  text: string
  chat: Chat
}

/** What was said, what it answers, and the way to more that can be done with it. */
function Bubble({ of, text, chat }: Shown): JSX.Element {
  const { t } = useWords()
  const quote = of?.quote
  const message = of && 'seq' in of ? of : null
  return (
    <div class="said">
      <p class="bubble">
        {quote && <q>{quote.recalled ? t('recalled') : quote.text}</q>}
        {message?.recalled_at || message?.erased ? <i>{t(message.erased ? 'erased' : 'recalled')}</i> : text}
        {message && hasFiles(message) && <Later part="Files" view={chat.store.view} chat={chat} message={message} />}
        {message?.edited_at && <small> {t('edited')}</small>}
      </p>
      {message && !message.recalled_at && !message.erased && (
        <button class="more" type="button" aria-label={t('more')} onClick={() => chat.about(message)}>
          ⋯
        </button>
      )}
    </div>
  )
}

/** Answers to click. Once something else was said they stay to be read, and do nothing more. */
function Options({ row: { message, asks }, chat }: { row: Theirs; chat: Chat }): JSX.Element | null {
  const { t } = useWords()
  const options = optionsOf(message)
  if (!options.length) return null
  return (
    <div class="options" role="group" aria-label={t('options')}>
      {options.map((option) => (
        <button key={option.id} type="button" aria-disabled={!asks} onClick={() => asks && chat.choose(option)}>
          {option.label}
        </button>
      ))}
    </div>
  )
}

export function OurBubble({ row, chat }: { row: Ours; chat: Chat }): JSX.Element {
  const words = useWords()
  const { pending, fate, last } = row
  return (
    <div class={`row ours ${fate}${last ? ' last' : ''}`}>
      <span class="unseen">{words.t('you')}</span>
      <Bubble of={row.message ?? pending} text={row.text} chat={chat} />
      {last && (
        <p class="meta">
          <time dateTime={row.at}>{words.time(row.at)}</time>
          {fate && <FateNote fate={fate} />}
        </p>
      )}
      {pending && fate !== 'sending' && canDiscard(pending) && (
        <p class="trouble">
          {pending.failed && (
            <>
              <span role="alert">{complaint(words, pending.failed, pending.rule)}</span>
              <button type="button" onClick={() => chat.retry(pending.key)}>
                {words.t('retry')}
              </button>
            </>
          )}
          <button type="button" onClick={() => chat.discard(pending.key)}>
            {words.t('discard')}
          </button>
        </p>
      )}
    </div>
  )
}

function FateNote({ fate }: { fate: Exclude<Fate, ''> }): JSX.Element {
  return (
    <span class="fate">
      {fate === 'failed' && <WarnIcon />}
      {(fate === 'sent' || fate === 'seen') && <CheckIcon />}
      {fate === 'seen' && <CheckIcon />}
      {useWords().t(fate)}
    </span>
  )
}
