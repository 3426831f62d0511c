import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failText } from '../inbox/reasons'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { type Inbox, type Tried, inboxes } from './desk'
import { useInboxWords } from './words'

/** Something is really sent, and what came of it is told in words. */
export function Trial({ inbox }: { inbox: Inbox }) {
  const { t } = useInboxWords()
  const words = useWords()
  const cache = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [tried, set] = useState<Tried | null>(null)
  const [error, setError] = useState<unknown>(null)
  const run = async (): Promise<void> => {
    setBusy(true)
    set(null)
    setError(null)
    await inboxes.test(inbox.id).then(set, setError)
    setBusy(false)
    await cache.invalidateQueries({ queryKey: ['settings', `inbox.${inbox.id}.log`] })
  }
  const lead = inbox.channel === 'email' ? 'test.email' : 'test.webhook'
  return (
    <section class="block">
      <h2>{t('test')}</h2>
      <p class="hint">{t(lead)}</p>
      <Button icon="send" busy={busy} onClick={() => void run()}>
        {t('test.do')}
      </Button>
      {error ? <Notice kind="danger">{told(error, words)}</Notice> : null}
      {tried && <Came tried={tried} />}
    </section>
  )
}

export function Came({ tried: { outcome, status, code, detail, took_ms } }: { tried: Tried }) {
  const { t } = useInboxWords()
  const words = useWords()
  const took = t('took', { n: took_ms })
  if (outcome === 'accepted')
    return <Notice kind="success">{status ? t('test.good.status', { status: String(status), took }) : t('test.good', { took })}</Notice>
  return (
    <Notice kind="danger">
      <p>{t('test.bad', { reason: failText(code, words) })}</p>
      {detail && <p class="detail">{detail}</p>}
    </Notice>
  )
}
