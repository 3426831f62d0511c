import { memo } from 'react'
import type { Conversation } from '../../shared/wire'
import type { View } from '../core/desk'
import { nameOf } from '../core/names'
import { waitedText } from '../core/now'
import { href } from '../core/router'
import { useSession } from '../core/session'
import { useStore } from '../core/store'
import { type Speech, useWords } from '../core/words'
import { unread } from '../live/lists'
import { typists } from '../live/stores'
import { Avatar } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { ChannelMark } from './channel-mark'
import { StatusMark } from './status'

interface Props {
  c: Conversation
  view: View
  open: boolean
  now: number
}

export const Row = memo(function Row({ c, view, open, now }: Props) {
  const words = useWords()
  const { t } = words
  const name = nameOf(c.customer, words)
  const fresh = unread(c)
  // Who waits needs no second word for it.
  const waits = c.status === 'resolved' ? null : c.waiting_since
  return (
    <a
      class="row"
      data-id={c.id}
      data-unread={fresh || undefined}
      href={href(`/inbox/${c.id}?view=${view}`)}
      aria-current={open ? 'true' : undefined}
    >
      <Avatar id={c.customer.id} name={name} />
      <span class="row-top">
        <span class="row-name">{name}</span>
        <time class="row-time" dateTime={c.updated_at}>
          {words.ago(c.last?.at ?? c.updated_at, now)}
        </time>
      </span>
      <Preview c={c} />
      <span class="row-marks">
        {waits ? <Waiting since={waits} now={now} words={words} /> : <StatusMark status={c.status} />}
        {c.channel !== 'widget' && <ChannelMark channel={c.channel} brief />}
        {view === 'all' && <Holder c={c} />}
        {fresh && (
          <span class="unread">
            <span class="for-ears">{t('list.unread')}</span>
          </span>
        )}
      </span>
    </a>
  )
})

function Preview({ c }: { c: Conversation }) {
  const { t } = useWords()
  const { person } = useSession()
  const typist = useStore(typists)[c.id]
  if (typist?.kind === 'customer') return <span class="row-text typing">{t('list.typing')}</span>
  if (c.erased) return <span class="row-text">{t('talk.erased')}</span>
  const { last } = c
  const text = last && (last.preview || t('list.recalled'))
  if (last?.kind === 'note') return <span class="row-text">{t('list.note', { text: text ?? '' })}</span>
  const mine = last?.author_kind === 'agent' && c.assignee?.id === person.id
  return <span class="row-text">{mine ? t('list.you', { text: text ?? '' }) : text || ' '}</span>
}

const late = 10 * 60_000

function Waiting({ since, now, words }: { since: string; now: number; words: Speech }) {
  const long = now - Date.parse(since) > late
  return (
    <span class={`mark ${long ? 'late' : ''}`}>
      <Icon name={long ? 'alert' : 'clock'} size={13} />
      {words.t('list.waiting', { time: waitedText(since, now, words) })}
    </span>
  )
}

function Holder({ c }: { c: Conversation }) {
  const { t } = useWords()
  const { person } = useSession()
  if (!c.assignee) return null
  const mine = c.assignee.id === person.id
  return <span class="mark holder">{mine ? t('act.mine') : t('list.with', { name: c.assignee.name })}</span>
}
