import { AreaField, TextField } from '../ui/field'
import type { Faults } from '../ui/form'
import type { EmailSettings } from './desk'
import { Tick } from './tick'
import { useInboxWords } from './words'

export function EmailFields({ now, faults }: { now: EmailSettings; faults: Faults }) {
  const { t } = useInboxWords()
  return (
    <>
      <TextField name="sender_name" label={t('email.sender')} hint={t('email.sender.hint')} defaultValue={now.sender_name ?? ''} maxLength={80} />
      <TextField
        name="from_address"
        type="email"
        label={t('email.from')}
        hint={t('email.from.hint')}
        defaultValue={now.from_address ?? ''}
        error={faults['from_address']}
        maxLength={254}
        autoComplete="off"
      />
      <AreaField name="signature" label={t('email.signature')} rows={3} maxLength={500} defaultValue={now.signature ?? ''} />
      <Tick name="agent_names" label={t('email.names')} hint={t('email.names.hint')} on={now.agent_names ?? false} />
      <Tick name="confirm" label={t('email.confirm')} hint={t('confirm.hint')} on={now.confirm ?? false} />
      <Tick name="continues" label={t('email.continues')} hint={t('email.continues.hint')} on={now.continues ?? false} />
    </>
  )
}
