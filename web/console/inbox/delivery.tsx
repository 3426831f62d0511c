import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conversation, Delivery, Message } from '../../shared/wire'
import { conversations } from '../core/desk'
import { canWrite, useSession } from '../core/session'
import { told } from '../core/trouble'
import { type Speech, useWords } from '../core/words'
import { onMessage } from '../live/apply'
import { Confirm } from '../settings/confirm'
import { Button } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import { toast } from '../ui/toast'
import { failText } from './reasons'

type Calm = Exclude<Delivery['state'], 'failed' | 'unknown'>
const icons: Record<Calm, IconName> = { pending: 'clock', sending: 'clock', sent: 'check', delivered: 'checks', read: 'checks' }

const isCalm = (state: Delivery['state']): state is Calm => state in icons

export const isStuck = ({ delivery }: Message): boolean => !!delivery && !isCalm(delivery.state)

function calmText({ state, attempts }: Delivery, { t, has }: Speech): string {
  if (state === 'pending' && attempts) return t('delivery.pending.again', { n: attempts })
  const key = `delivery.${state}`
  return has(key) ? t(key as 'delivery.sent') : ''
}

/** How far our words have come: by an inbox as its channel says, in the widget as the customer reads. */
export function Fate({ m, c }: { m: Message; c: Conversation }) {
  const words = useWords()
  const { delivery } = m
  if (!delivery) return c.channel === 'widget' ? <Ticks seen={c.seen.customer >= m.seq} /> : null
  if (!isCalm(delivery.state)) return null
  return (
    <span class={`ticks ${delivery.state === 'read' ? 'seen' : ''}`}>
      <Icon name={icons[delivery.state]} size={15} />
      {calmText(delivery, words)}
    </span>
  )
}

function Ticks({ seen }: { seen: boolean }) {
  const { t } = useWords()
  return (
    <span class={`ticks ${seen ? 'seen' : ''}`}>
      <Icon name={seen ? 'checks' : 'check'} size={15} />
      {t(seen ? 'talk.seen' : 'talk.sent')}
    </span>
  )
}

/** What has not come, or may not have: why, and again by a person's word alone. */
export function Stuck({ m, delivery }: { m: Message; delivery: Delivery }) {
  const words = useWords()
  const { role } = useSession()
  const unsure = delivery.state === 'unknown'
  const reason = failText(delivery.code, words)
  return (
    <div class="run-foot stuck">
      <span class={`ticks ${unsure ? 'unsure' : 'failed'}`}>
        <Icon name="alert" size={15} />
        {words.t(unsure ? 'delivery.unknown' : 'delivery.failed', { reason })}
      </span>
      {canWrite(role) && <Again m={m} unsure={unsure} />}
    </div>
  )
}

function Again({ m, unsure }: { m: Message; unsure: boolean }) {
  const words = useWords()
  const { t } = words
  const { person } = useSession()
  const cache = useQueryClient()
  const [asking, ask] = useState(false)
  const [busy, setBusy] = useState(false)
  const send = async (): Promise<void> => {
    const { message } = await conversations.sendAgain(m.conversation, m.seq)
    onMessage(cache, person.id, message)
    toast(t('delivery.again.done'))
  }
  const press = async (): Promise<void> => {
    if (unsure) return ask(true)
    setBusy(true)
    await send().catch((error: unknown) => toast(told(error, words)))
    setBusy(false)
  }
  return (
    <>
      <Button kind="quiet" busy={busy} onClick={() => void press()}>
        {t(unsure ? 'delivery.again.ask' : 'delivery.again')}
      </Button>
      {asking && <Confirm title={t('delivery.again')} text={t('delivery.again.text')} act={send} onClose={() => ask(false)} />}
    </>
  )
}
