import { useState } from 'react'
import { filled, checked } from '../auth/checks'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { AreaField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { customers } from './desk'
import { longest } from './edit'
import type { PartProps } from './profile'
import { AskToUnblock } from './unblock'
import { useCustomerWords } from './words'

export function Block({ customer, deeds, may }: PartProps & { may: boolean }) {
  const { t } = useCustomerWords()
  const { moment } = useWords()
  const [asking, ask] = useState(false)
  const close = (): void => ask(false)
  const { blocked_at, blocked_reason } = customer
  return (
    <section class="block">
      <h2>{t('block')}</h2>
      {blocked_at ? (
        <Notice kind="warning">
          {t('blocked.since', { time: moment(blocked_at) })} {blocked_reason && t('blocked.reason', { reason: blocked_reason })}
        </Notice>
      ) : (
        <p class="hint">{t('block.lead')}</p>
      )}
      {may && (
        <Button kind={blocked_at ? 'plain' : 'danger'} icon="lock" onClick={() => ask(true)}>
          {t(blocked_at ? 'unblock' : 'block.do')}
        </Button>
      )}
      {asking && blocked_at && <AskToUnblock customer={customer} onClose={close} />}
      {asking && !blocked_at && <Ask customer={customer} deeds={deeds} onClose={close} />}
    </section>
  )
}

function Ask({ customer, deeds, onClose }: PartProps & { onClose: () => void }) {
  const { t } = useCustomerWords()
  const words = useWords()
  const block = async (values: Values): Promise<void> => {
    await deeds.deed(customers.block(customer.id, values['reason']?.trim() ?? ''))
    toast(t('blocked'))
    onClose()
  }
  const form = useForm(block, checked({ reason: filled }, words.t))
  return (
    <Dialog title={t('block.do')} onClose={onClose}>
      <form class="fields" onSubmit={form.onSubmit} noValidate>
        {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
        <p>{t('block.lead')}</p>
        <AreaField name="reason" rows={3} label={t('block.reason')} hint={t('block.reason.hint')} maxLength={longest.reason} error={form.faults['reason']} autoFocus />
        <div class="actions">
          <Button onClick={onClose}>{words.t('do.cancel')}</Button>
          <Button type="submit" kind="danger" icon="lock" busy={form.busy}>
            {t('block.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
