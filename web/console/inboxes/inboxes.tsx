import './inboxes.css'
import { useState } from 'react'
import { ChannelMark } from '../inbox/channel-mark'
import { failText } from '../inbox/reasons'
import { href, usePlace } from '../core/router'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { PagedList } from '../settings/paged'
import { Button } from '../ui/button'
import { Blank } from '../ui/notice'
import { Create } from './create'
import { type Inbox, inboxes } from './desk'
import { One } from './one'
import { StateMark } from './state'
import { useInboxWords } from './words'

/** All of them, or the one that the address names. */
export default function Inboxes() {
  const id = usePlace().path[2]
  return id ? <One key={id} id={id} /> : <List />
}

function List() {
  const { t } = useInboxWords()
  const { role } = useSession()
  const [making, make] = useState(false)
  const may = canManage(role)
  return (
    <>
      <div class="bar">
        <p class="hint">{t('lead')}</p>
        {may && (
          <Button kind="main" icon="plus" onClick={() => make(true)}>
            {t('new')}
          </Button>
        )}
      </div>
      <PagedList name="inboxes" load={inboxes.list} empty={<Blank icon="inbox" title={t('none')} hint={t('none.hint')} />}>
        {(items) => (
          <ul class="lines">
            {items.map((one) => (
              <Line key={one.id} one={one} />
            ))}
          </ul>
        )}
      </PagedList>
      {making && <Create onClose={() => make(false)} />}
    </>
  )
}

export const addressOf = (one: Inbox): string => (one.channel === 'email' ? one.address : one.url)

function Line({ one }: { one: Inbox }) {
  const words = useWords()
  const { t } = useInboxWords()
  return (
    <li class="inbox-line">
      <a class="who" href={href(`/settings/inboxes/${one.id}`)}>
        <strong>{one.name}</strong>
        <span class="hint address">{addressOf(one)}</span>
        {one.settings.makes === 'ticket' && (
          <span class="hint">
            {t('makes')}: {t('makes.ticket')}
          </span>
        )}
        {one.why && <span class="error">{failText(one.why, words)}</span>}
      </a>
      <ChannelMark channel={one.channel} />
      <StateMark state={one.state} />
    </li>
  )
}
