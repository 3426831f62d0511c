import { useEffect, useState } from 'react'
import { filesOf, optionsOf, textOf } from '../../shared/parts'
import type { Conversation, Message } from '../../shared/wire'
import { nameOf } from '../core/names'
import { useSession } from '../core/session'
import { type Speech, useWords } from '../core/words'
import { useLive } from '../live/live'
import { type Piece, isChoice } from '../live/talk'
import { Avatar } from '../ui/avatar'
import { Button, IconButton } from '../ui/button'
import { Icon } from '../ui/icon'
import { about } from './about-store'
import { Fate, Stuck, isStuck } from './delivery'
import { othersOf } from './elsewhere'
import { EventLine } from './event-line'
import { FilesOf } from './files'
import { OtherParts } from './other-parts'
import { Quoted } from './quoting'
import { SourceLine } from './source'
import { WhatWasTried } from './tried'
import { useFill } from './use-talk'

export function PieceOf({ piece, c }: { piece: Piece; c: Conversation }) {
  const words = useWords()
  switch (piece.type) {
    case 'day':
      return <p class="day">{dayName(piece.at, words)}</p>
    case 'new':
      return <p class="day new">{words.t('talk.new')}</p>
    case 'gap':
      return <Gap c={c} after={piece.after} n={piece.before - piece.after - 1} />
    case 'event':
      return <EventLine message={piece.message} />
    case 'run':
      return <Run messages={piece.messages} c={c} />
  }
}

function dayName(at: string, { t, day }: Speech): string {
  const today = new Date()
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
  const that = new Date(at).toDateString()
  if (that === today.toDateString()) return t('talk.today')
  return that === yesterday.toDateString() ? t('talk.yesterday') : day(at)
}

const patience = 1_500

/** Missing messages are shown as missing, and asked for; mostly they are there before it is seen. */
function Gap({ c, after, n }: { c: Conversation; after: number; n: number }) {
  const { t } = useWords()
  const fill = useFill(c.id)
  const live = useLive()
  const [failed, setFailed] = useState(false)
  const ask = (): void => void fill(after).then(() => setFailed(false), () => setFailed(true))
  useEffect(() => {
    if (!live) return
    const timer = setTimeout(ask, patience)
    return () => clearTimeout(timer)
  }, [live, after])
  return (
    <p class="gap">
      <Icon name="alert" size={15} />
      <span>{t('talk.gap', { n })}</span>
      {failed && <Button onClick={ask}>{t('talk.fill')}</Button>}
    </p>
  )
}

function authorName(m: Message, c: Conversation, me: string, words: Speech): string {
  const { t } = words
  if (m.author.id === me) return t('who.you')
  if (m.author.kind === 'bot') return m.author.name || t('who.bot')
  if (m.author.kind === 'customer') return m.author.name || nameOf(c.customer, words)
  return m.author.name || t('who.someone')
}

/** What one speaker said without a pause. */
function Run({ messages, c }: { messages: Message[]; c: Conversation }) {
  const words = useWords()
  const { person } = useSession()
  const first = messages[0]!
  const last = messages.at(-1)!
  const name = authorName(first, c, person.id, words)
  const side = first.author.kind === 'customer' ? 'theirs' : 'ours'
  return (
    <article class={`run ${side} ${first.kind} ${first.author.kind === 'bot' ? 'by-bot' : ''}`}>
      {side === 'theirs' && <Avatar id={c.customer.id} name={name} />}
      <div class="run-body">
        <p class="run-name">
          {first.kind === 'note' && <Icon name="lock" size={13} />}
          {first.author.kind === 'bot' && <Icon name="bot" size={14} />}
          {first.kind === 'note' ? `${words.t('talk.note')} · ${name}` : name}
        </p>
        {messages.map((m) => (
          <Bubble key={m.seq} m={m} mail={c.channel === 'email'} />
        ))}
        <p class="run-foot">
          <time dateTime={last.at} title={words.moment(last.at)}>
            {words.time(last.at)}
          </time>
          {side === 'ours' && first.kind === 'message' && <Fate m={last} c={c} />}
        </p>
      </div>
    </article>
  )
}

function Bubble({ m, mail }: { m: Message; mail: boolean }) {
  const { t, time } = useWords()
  const text = m.erased ? t('talk.erased') : textOf(m)
  const options = optionsOf(m)
  const open = (): void => about.set(m)
  /** A long press, where there is no pointer to hover with; a right click stays the browser's own. */
  const onContextMenu = (event: MouseEvent): void => {
    if (!('pointerType' in event) || event.pointerType !== 'touch') return
    event.preventDefault()
    open()
  }
  return (
    <>
      {(text || m.recalled_at || filesOf(m).length > 0 || othersOf(m).length > 0) && (
        <div class="said" onContextMenu={onContextMenu}>
          <div class={`bubble ${m.erased ? 'erased' : ''}`} data-seq={m.seq}>
            {m.quote && <Quoted quote={m.quote} />}
            {m.recalled_at ? <i>{t('talk.gone.words')}</i> : text}
            <FilesOf m={m} />
            <OtherParts m={m} />
          </div>
          <IconButton label={t('about.open')} icon="more" onClick={open} />
        </div>
      )}
      {m.edited_at && <p class="run-foot">{t('talk.edited.mark', { time: time(m.edited_at) })}</p>}
      {isChoice(m) && (
        <p class="run-foot">
          <Icon name="check" size={13} />
          {t('talk.chose')}
        </p>
      )}
      {options.length > 0 && (
        <ul class="options" aria-label={t('talk.options')}>
          {options.map(({ id, label }) => (
            <li key={id}>{label}</li>
          ))}
        </ul>
      )}
      <SourceLine m={m} mail={mail} />
      {m.delivery && isStuck(m) && <Stuck m={m} delivery={m.delivery} />}
      {m.tried && <WhatWasTried tried={m.tried} />}
    </>
  )
}
