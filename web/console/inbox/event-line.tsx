import { textOf } from '../../shared/parts'
import type { Message } from '../../shared/wire'
import { useSession } from '../core/session'
import { type Key, type Speech, useWords } from '../core/words'
import { reasonText, ticketStatus } from './reasons'
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
      {message.tried && <WhatWasTried tried={message.tried} />}
    </div>
  )
}

function told({ author, event }: Message, me: string, words: Speech): string {
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
    case 'waiting':
      return t(key, { n: Math.round((data.waited_s ?? 0) / 60) })
    default:
      return t(key, { name })
  }
}
