import { textOf } from '../../shared/parts'
import type { Message } from '../../shared/wire'
import { useSession } from '../core/session'
import { type Key, type Speech, useWords } from '../core/words'
import { automaticText, reasonText, ticketStatus } from './reasons'
import { OriginalButton } from './source'
import { WhatWasTried } from './tried'

/** What happened, in one line of the history. */
export function EventLine({ message }: { message: Message }) {
  const words = useWords()
  const { person } = useSession()
  const said = message.event?.name === 'rated' ? textOf(message) : ''
  return (
    <div class="event">
      <p>
        {told(message, person.id, words)} · <time dateTime={message.at}>{words.time(message.at)}</time>
      </p>
      {said && <p>“{said}”</p>}
      {message.event?.name === 'automatic' && <Automatic m={message} />}
      {message.tried && <WhatWasTried tried={message.tried} />}
    </div>
  )
}

/** What a machine has written is kept out of the way. */
function Automatic({ m }: { m: Message }) {
  const { t } = useWords()
  const text = m.erased ? t('talk.erased') : textOf(m)
  return (
    <details class="tried automatic">
      <summary>{t('automatic.show')}</summary>
      {m.source?.subject && <strong>{m.source.subject}</strong>}
      {text && <p>{text}</p>}
      {!m.erased && <OriginalButton m={m} />}
    </details>
  )
}

function told({ author, event, source }: Message, me: string, words: Speech): string {
  const { t } = words
  const { name: what = 'started', data = {} } = event ?? {}
  const byDesk = author.kind === 'system' ? t('who.desk') : t('who.someone')
  const name = author.id === me ? t('who.you') : author.name || byDesk
  const key: Key = `talk.${what}`
  switch (what) {
    case 'handed_over':
      return t(key, { reason: reasonText('handoff', data.reason, words) })
    case 'requeued':
      return t(key, { reason: reasonText('requeued', data.reason, words) })
    case 'assigned':
      return t(data.to === me ? 'talk.assigned.me' : key, { to: data.name || t('who.someone'), reason: reasonText('assigned', data.reason, words) })
    case 'transferred':
      return t(data.to === me ? 'talk.transferred.me' : key, { name, to: data.name || t('who.team') })
    case 'ticket_opened':
    case 'ticket_changed':
      return t(key, { name, number: String(data.number ?? ''), status: ticketStatus(data.status, words) })
    case 'rated':
      return t(key, { n: data.score ?? 0 })
    case 'automatic':
      return t(key, { from: source?.from ?? name, reason: automaticText(source?.automatic, words) })
    case 'waiting':
      return t(key, { n: Math.round((data.waited_s ?? 0) / 60) })
    default:
      return t(key, { name })
  }
}
