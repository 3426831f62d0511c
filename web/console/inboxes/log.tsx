import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failText } from '../inbox/reasons'
import { conversations } from '../core/desk'
import { useNow } from '../core/now'
import { href } from '../core/router'
import { canWrite, useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { PagedList } from '../settings/paged'
import { Button } from '../ui/button'
import { Blank, Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { Table } from '../ui/table'
import { type Attempt, type Webhook, inboxes } from './desk'
import { replays } from './replays'
import { type InboxKey, useInboxWords } from './words'

const columns: readonly InboxKey[] = ['log.at', 'log.message', 'log.attempt', 'log.outcome', 'log.took', 'log.act']

/** Every attempt at sending, newest first. */
export function Log({ inbox }: { inbox: Webhook }) {
  const { t } = useInboxWords()
  const words = useWords()
  const cache = useQueryClient()
  const name = `inbox.${inbox.id}.log`
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: ['settings', name] })
  return (
    <section class="log">
      <div class="bar">
        <h2>{t('log')}</h2>
        <Button icon="refresh" onClick={() => void reload()}>
          {t('log.refresh')}
        </Button>
      </div>
      <Condition inbox={inbox} />
      <PagedList name={name} load={inboxes.deliveries(inbox.id)} empty={<Blank icon="list" title={t('log.none')} hint={t('log.none.hint')} />}>
        {(items) => (
          <Table label={t('log')} heads={columns.map((key) => t(key))}>
            {items.map((one, i) => (
              <Line key={`${one.at}${i}`} one={one} again={replays(items, i)} words={words} />
            ))}
          </Table>
        )}
      </PagedList>
    </section>
  )
}

/** How the other side fares, where it does not fare well. */
function Condition({ inbox }: { inbox: Webhook }) {
  const { t } = useInboxWords()
  const { moment } = useWords()
  const now = useNow()
  const { data } = useQuery({
    queryKey: ['settings', `inbox.${inbox.id}.health`],
    queryFn: ({ signal }) => inboxes.health(inbox.id, signal),
    refetchInterval: 30_000,
  })
  if (!data?.failing_since) return null
  const rests = data.resting_until && Date.parse(data.resting_until) > now
  return (
    <Notice kind="warning">
      <p>{t('health.failing', { n: data.failures, time: moment(data.failing_since) })}</p>
      {rests && <p>{t('health.resting', { time: moment(data.resting_until ?? '') })}</p>}
    </Notice>
  )
}

interface LineProps {
  one: Attempt
  again: boolean
  words: ReturnType<typeof useWords>
}

function Line({ one, again, words }: LineProps) {
  const { t } = useInboxWords()
  const good = one.outcome === 'accepted'
  return (
    <tr>
      <td>
        <time dateTime={one.at}>{words.moment(one.at)}</time>
      </td>
      <td>
        {one.conversation ? <a href={href(`/inbox/${one.conversation}`)}>{t('log.message.n', { n: one.seq })}</a> : t('test')}
      </td>
      <td>{words.number(one.attempt)}</td>
      <td class="outcome">
        <span class={good ? 'good' : 'error'}>{t(`outcome.${one.outcome}`)}</span>
        {!good && <span>{failText(one.code, words)}</span>}
        {one.detail && <span class="hint detail">{one.detail}</span>}
      </td>
      <td class="took">{t('took', { n: one.took_ms })}</td>
      <td>{again && <Replay one={one} />}</td>
    </tr>
  )
}

function Replay({ one }: { one: Attempt }) {
  const { t } = useInboxWords()
  const words = useWords()
  const { role } = useSession()
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const replay = async (): Promise<void> => {
    setBusy(true)
    await conversations.sendAgain(one.conversation, one.seq).then(
      () => (setDone(true), toast(words.t('delivery.again.done'))),
      (error: unknown) => toast(told(error, words)),
    )
    setBusy(false)
  }
  if (!canWrite(role)) return null
  return done ? (
    <span class="hint">{t('log.replayed')}</span>
  ) : (
    <Button busy={busy} aria-label={t('log.replay.of', { n: one.seq })} onClick={() => void replay()}>
      {t('log.replay')}
    </Button>
  )
}
