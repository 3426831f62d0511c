import { TextField } from '../ui/field'
import type { Faults } from '../ui/form'
import type { WebhookSettings } from './desk'
import { useInboxWords } from './words'

export function WebhookFields({ now, faults }: { now: WebhookSettings; faults: Faults }) {
  const { t } = useInboxWords()
  return (
    <>
      <TextField
        name="url"
        type="url"
        label={t('webhook.url')}
        hint={t('webhook.url.hint')}
        defaultValue={now.url ?? ''}
        error={faults['url']}
        maxLength={2048}
        autoComplete="off"
        placeholder="https://"
      />
      <div class="halves">
        <TextField name="hours" inputMode="numeric" label={t('webhook.hours')} hint={t('webhook.hours.hint')} defaultValue={now.window ? String(now.window.hours) : ''} error={faults['hours']} />
        <TextField name="messages" inputMode="numeric" label={t('webhook.messages')} hint={t('webhook.messages.hint')} defaultValue={now.window?.messages ? String(now.window.messages) : ''} error={faults['messages']} />
      </div>
    </>
  )
}
