import type { JSX } from 'preact'
import type { Chat } from '../chat/chat'
import { type Fate, type Row, textOf } from '../chat/rows'
import type { Message } from '../../../shared/wire'
import { complaint, type PanelWords, useWords } from '../words/words'
import { CheckIcon, WarnIcon } from './icons'

type Ours = Extract<Row, { kind: 'ours' }>
type Theirs = Extract<Row, { kind: 'theirs' }>

export const authorName = ({ author }: Message, { t, has }: PanelWords): string =>
  author.name ?? (has(author.kind) ? t(author.kind as 'agent') : t('agent'))

export function TheirBubble({ row }: { row: Theirs }): JSX.Element {
  const words = useWords()
  const { message, first, last } = row
  return (
    <div class={`row theirs${last ? ' last' : ''}`}>
      {first ? <span class="author">{authorName(message, words)}</span> : <span class="unseen">{authorName(message, words)}</span>}
      <p class="bubble">{textOf(message)}</p>
      {last && <time dateTime={message.at}>{words.time(message.at)}</time>}
    </div>
  )
}

export function OurBubble({ row, chat }: { row: Ours; chat: Chat }): JSX.Element {
  const words = useWords()
  const { pending, fate, last } = row
  return (
    <div class={`row ours ${fate}${last ? ' last' : ''}`}>
      <span class="unseen">{words.t('you')}</span>
      <p class="bubble">{row.text}</p>
      {last && (
        <p class="meta">
          <time dateTime={row.at}>{words.time(row.at)}</time>
          {fate && <FateNote fate={fate} />}
        </p>
      )}
      {pending?.failed && (
        <p class="trouble">
          <span>{complaint(words, pending.failed)}</span>
          <button type="button" onClick={() => chat.retry(pending.key)}>
            {words.t('retry')}
          </button>
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
