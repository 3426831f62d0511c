import { useState } from 'react'
import { ChannelMark } from '../inbox/channel-mark'
import { go, href } from '../core/router'
import { canManage, useSession } from '../core/session'
import { isCode } from '../core/trouble'
import { Confirm } from '../settings/confirm'
import { Copy } from '../settings/copy'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Blank, Notice, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { toast } from '../ui/toast'
import { type Inbox, inboxes } from './desk'
import { addressOf } from './inboxes'
import { Log } from './log'
import { Secrets } from './secrets'
import { Sender } from './sender'
import { SettingsForm } from './settings-form'
import { StateMark, Switch } from './state'
import { Trial } from './trial'
import { useInbox } from './use-inbox'
import { useInboxWords } from './words'

export function One({ id }: { id: string }) {
  const { t } = useInboxWords()
  const { record, save, stale, saved, relist } = useInbox(id)
  return (
    <>
      <a class="button quiet back" href={href('/settings/inboxes')}>
        <Icon name="back" />
        <span>{t('all')}</span>
      </a>
      {record.data ? (
        <Page inbox={record.data} save={save} stale={stale} saved={saved} relist={relist} />
      ) : isCode(record.error, 'not_found', 'malformed', 'invalid') ? (
        <Blank icon="search" title={t('gone')} />
      ) : record.error ? (
        <Trouble error={record.error} retry={() => void record.refetch()} />
      ) : (
        <Skeleton rows={6} shape="line" />
      )}
    </>
  )
}

type PageProps = Pick<ReturnType<typeof useInbox>, 'save' | 'stale' | 'saved' | 'relist'> & { inbox: Inbox }

function Page({ inbox, save, stale, saved, relist }: PageProps) {
  const { t } = useInboxWords()
  const { role } = useSession()
  return (
    <>
      <header class="inbox-head">
        <h2>{inbox.name}</h2>
        <ChannelMark channel={inbox.channel} />
        <StateMark state={inbox.state} />
      </header>
      <section class="block">
        <p>{t(`address.${inbox.channel}`)}</p>
        <Copy text={addressOf(inbox)} label={t('address')} />
        {inbox.channel === 'form' && (
          <>
            <a class="button" href={inbox.url} target="_blank" rel="noopener noreferrer">
              <Icon name="out" />
              <span>{t('address.open')}</span>
            </a>
            <p>{t('address.embed')}</p>
            <Copy text={inbox.snippet} label={t('address.line')} />
          </>
        )}
      </section>
      <Switch inbox={inbox} save={save} />
      {!canManage(role) && <Notice kind="info">{t('read.only')}</Notice>}
      <SettingsForm key={inbox.version} inbox={inbox} save={save} stale={stale} saved={saved} />
      {inbox.channel !== 'webhook' && <Sender inbox={inbox} save={save} />}
      {inbox.channel === 'webhook' && <Secrets inbox={inbox} />}
      {canManage(role) && inbox.channel !== 'form' && <Trial inbox={inbox} />}
      {inbox.channel === 'webhook' && <Log inbox={inbox} />}
      {canManage(role) && <Remove inbox={inbox} relist={relist} />}
    </>
  )
}

function Remove({ inbox, relist }: Pick<PageProps, 'inbox' | 'relist'>) {
  const { t } = useInboxWords()
  const [asking, ask] = useState(false)
  const remove = async (): Promise<void> => {
    await inboxes.remove(inbox.id)
    toast(t('removed', { name: inbox.name }))
    await relist()
    go('/settings/inboxes')
  }
  return (
    <div class="actions">
      <Button kind="danger" icon="trash" onClick={() => ask(true)}>
        {t('remove')}
      </Button>
      {asking && <Confirm title={t('remove')} text={t('remove.ask', { name: inbox.name })} act={remove} onClose={() => ask(false)} />}
    </div>
  )
}
