import { useState } from 'react'
import { failText } from '../inbox/reasons'
import { canManage, useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import { Notice } from '../ui/notice'
import type { Inbox, State } from './desk'
import type { Save } from './use-inbox'
import { useInboxWords } from './words'

const icons: Record<State, IconName> = { on: 'check', off: 'pause', disabled: 'alert' }

export function StateMark({ state }: { state: State }) {
  const { t } = useInboxWords()
  return (
    <span class={`mark ${state === 'on' ? 'resolved' : state === 'disabled' ? 'late' : ''}`}>
      <Icon name={icons[state]} size={13} />
      {t(`state.${state}`)}
    </span>
  )
}

/** On, off, or disabled by the desk: then why, and on again by a person's word. */
export function Switch({ inbox, save }: { inbox: Inbox; save: Save }) {
  const { t } = useInboxWords()
  const words = useWords()
  const { role } = useSession()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const turn = async (state: 'on' | 'off'): Promise<void> => {
    setBusy(true)
    setError(null)
    await save({ state }).catch(setError)
    setBusy(false)
  }
  return (
    <section class="block">
      {error ? <Notice kind="danger">{told(error, words)}</Notice> : null}
      {inbox.state === 'disabled' ? (
        <>
          <Notice kind="warning">{t('disabled.lead', { reason: failText(inbox.why, words) })}</Notice>
          {canManage(role) && (
            <Button kind="main" icon="refresh" busy={busy} onClick={() => void turn('on')}>
              {t('disabled.on')}
            </Button>
          )}
        </>
      ) : (
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={inbox.state === 'on'}
            disabled={!canManage(role) || busy}
            onChange={() => void turn(inbox.state === 'on' ? 'off' : 'on')}
          />
          <span>
            <strong>{t('on')}</strong>
            <span class="hint">{t('on.hint')}</span>
          </span>
        </label>
      )}
    </section>
  )
}
