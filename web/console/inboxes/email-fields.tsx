import { AreaField, TextField } from '../ui/field'
import type { EmailSettings } from './desk'
import { Tick } from './tick'
import { useInboxWords } from './words'

export function EmailFields({ now }: { now: EmailSettings }) {
  const { t } = useInboxWords()
  return (
    <>
      <TextField name="sender_name" label={t('email.sender')} hint={t('email.sender.hint')} defaultValue={now.sender_name ?? ''} maxLength={80} />
      <AreaField name="signature" label={t('email.signature')} rows={3} maxLength={500} defaultValue={now.signature ?? ''} />
      <Tick name="agent_names" label={t('email.names')} hint={t('email.names.hint')} on={now.agent_names ?? true} />
      <Tick name="continues" label={t('email.continues')} hint={t('email.continues.hint')} on={now.continues ?? false} />
    </>
  )
}
