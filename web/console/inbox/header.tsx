import { useEffect, useRef } from 'react'
import type { Conversation } from '../../shared/wire'
import type { Move, View } from '../core/desk'
import { usePhone } from '../core/media'
import { nameOf } from '../core/names'
import { href } from '../core/router'
import { canWrite, useSession } from '../core/session'
import { type Key, useWords } from '../core/words'
import { Button, IconButton } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import { Menu } from '../ui/menu'
import { ChannelMark } from './channel-mark'
import { useMeans } from './means'
import { StatusMark } from './status'
import { TranscriptActs } from './transcript'
import type { Moves } from './use-moves'

interface Props {
  c: Conversation
  view: View
  moves: Moves
  side: { open: boolean; toggle: () => void }
}

export function Header({ c, view, moves, side }: Props) {
  const words = useWords()
  const { t } = words
  const phone = usePhone()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // On a phone the list has gone; whoever listens must learn what has come.
    if (phone) title.current?.focus()
  }, [phone])
  return (
    <header class="talk-head">
      {phone && (
        <a class="button quiet" href={href(`/inbox?view=${view}`)} aria-label={t('do.back')}>
          <Icon name="back" />
        </a>
      )}
      <div class="talk-who">
        <h1 ref={title} tabIndex={-1}>
          {nameOf(c.customer, words)}
        </h1>
        <p>
          <StatusMark status={c.status} />
          <Holder c={c} />
        </p>
        {c.channel !== 'widget' && <By c={c} />}
      </div>
      <div class="talk-acts" role="group" aria-label={t('act.label')}>
        <More moves={moves} c={c} />
        <Act move="take" kind="main" icon="hand" label="act.take" moves={moves} />
        <Act move="resolve" icon="check" kind={moves.may.has('take') ? 'plain' : 'main'} label="act.resolve" moves={moves} />
        <Act move="reopen" kind="main" icon="refresh" label="act.reopen" moves={moves} />
        <IconButton label={t('act.side')} icon="side" aria-pressed={side.open} onClick={side.toggle} />
      </div>
    </header>
  )
}

/** What is done more rarely. */
function More({ c, moves }: { c: Conversation; moves: Moves }) {
  const { t } = useWords()
  const { role } = useSession()
  const makes = canWrite(role) && c.ticket === null
  // Of an erased customer there is nothing to take away.
  if (c.erased && !makes && !moves.may.has('transfer') && !moves.may.has('release')) return null
  return (
    <Menu label={t('act.more')}>
      {moves.may.has('transfer') && (
        <Button kind="quiet" icon="swap" onClick={() => moves.open('transfer')}>
          {t('act.transfer')}
        </Button>
      )}
      <Act move="release" kind="quiet" icon="out" label="act.release" moves={moves} />
      {makes && (
        <Button kind="quiet" icon="ticket" onClick={() => moves.open('ticket')}>
          {t('act.ticket')}
        </Button>
      )}
      {!c.erased && <TranscriptActs c={c} />}
    </Menu>
  )
}

interface ActProps {
  move: Move
  label: Key
  icon: IconName
  kind?: 'plain' | 'main' | 'quiet'
  moves: Moves
}

function Act({ move, label, icon, kind = 'plain', moves }: ActProps) {
  const { t } = useWords()
  if (!moves.may.has(move)) return null
  return (
    <Button kind={kind} icon={icon} busy={moves.busy === move} onClick={() => void moves.move(move)}>
      {t(label)}
    </Button>
  )
}

/** By which inbox, and what it is about. */
function By({ c }: { c: Conversation }) {
  const { t } = useWords()
  return (
    <p>
      <ChannelMark channel={c.channel} name={useMeans(c)?.inbox?.name} />
      {c.subject && <span>{t('channel.subject', { subject: c.subject })}</span>}
    </p>
  )
}

function Holder({ c }: { c: Conversation }) {
  const { t } = useWords()
  const { person } = useSession()
  if (!c.assignee) return c.status === 'queued' ? <span>{t('act.nobody')}</span> : null
  return <span>{c.assignee.id === person.id ? t('act.mine') : t('act.theirs', { name: c.assignee.name })}</span>
}
