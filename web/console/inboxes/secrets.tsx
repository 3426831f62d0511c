import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Confirm } from '../settings/confirm'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'
import { type Secret, type Webhook, inboxes } from './desk'
import { Fresh } from './fresh'
import { useInboxWords } from './words'

type Asked = 'renew' | 'end' | null

/** What both sides sign with: the newest, and for a day the one before it as well. */
export function Secrets({ inbox }: { inbox: Webhook }) {
  const { t } = useInboxWords()
  const { role } = useSession()
  const cache = useQueryClient()
  const [asked, ask] = useState<Asked>(null)
  const [fresh, setFresh] = useState('')
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: ['settings', `inbox.${inbox.id}`] })
  const renew = async (): Promise<void> => {
    const { secret = '' } = await inboxes.newSecret(inbox.id)
    setFresh(secret)
    await reload()
  }
  const end = async (): Promise<void> => {
    await inboxes.endOldSecret(inbox.id)
    toast(t('secret.ended'))
    await reload()
  }
  if (fresh)
    return (
      <section class="block fresh">
        <Fresh secret={fresh} name={inbox.name} onDone={() => setFresh('')} />
      </section>
    )
  return (
    <section class="block">
      <h2>{t('secrets')}</h2>
      <p class="hint">{t('secrets.lead')}</p>
      <ul class="lines">
        {inbox.secrets.map((secret) => (
          <Line key={secret.made_at} secret={secret} />
        ))}
      </ul>
      {canManage(role) && (
        <div class="actions">
          <Button icon="refresh" onClick={() => ask('renew')}>
            {t('secret.renew')}
          </Button>
          {inbox.secrets.length > 1 && <Button onClick={() => ask('end')}>{t('secret.end')}</Button>}
        </div>
      )}
      {asked === 'renew' && <Confirm title={t('secret.renew')} text={t('secret.renew.ask')} act={renew} onClose={() => ask(null)} />}
      {asked === 'end' && <Confirm title={t('secret.end')} text={t('secret.end.ask')} act={end} onClose={() => ask(null)} />}
    </section>
  )
}

function Line({ secret }: { secret: Secret }) {
  const { t } = useInboxWords()
  const { moment } = useWords()
  return (
    <li>
      <span class="who">
        <code>whsec_…{secret.hint}</code>
        <span class="hint">
          {t('secret.made', { time: moment(secret.made_at) })} · {secret.until ? t('secret.until', { time: moment(secret.until) }) : t('secret.newest')}
        </span>
      </span>
    </li>
  )
}
