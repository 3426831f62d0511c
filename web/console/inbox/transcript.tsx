import { useState } from 'react'
import type { Conversation } from '../../shared/wire'
import { conversations } from '../core/desk'
import { canWrite, useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { ownZone } from '../core/zones'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { toast } from '../ui/toast'

/** What was said, to take away or for the customer's mailbox. */
export function TranscriptActs({ c }: { c: Conversation }) {
  const words = useWords()
  const { role } = useSession()
  const [busy, setBusy] = useState(false)
  const { t, lang } = words
  const query = new URLSearchParams({ locale: lang, time_zone: ownZone() })
  const mail = async (): Promise<void> => {
    setBusy(true)
    await conversations.mailTranscript(c.id).then(
      () => toast(t('act.mailed')),
      (error: unknown) => toast(told(error, words)),
    )
    setBusy(false)
  }
  return (
    <>
      <a class="button quiet" href={`/v1/conversations/${c.id}/transcript?${query}`} download={`${c.id}.txt`}>
        <Icon name="down" />
        <span>{t('act.transcript')}</span>
      </a>
      {canWrite(role) && (
        <Button kind="quiet" icon="mail" busy={busy} onClick={() => void mail()}>
          {t('act.mail')}
        </Button>
      )}
    </>
  )
}
