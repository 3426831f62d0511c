import { useLayoutEffect, useRef, useState } from 'react'
import { nameOf } from '../core/names'
import type { CustomerRow } from '../core/records'
import { useWords } from '../core/words'
import { Confirm } from '../settings/confirm'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'
import { customers } from './desk'
import { useDeed } from './use-customer'
import { useCustomerWords } from './words'

interface Props {
  customer: CustomerRow
  onClose: () => void
}

export function AskToUnblock({ customer, onClose }: Props) {
  const { t } = useCustomerWords()
  const deed = useDeed(customer.id)
  const unblock = async (): Promise<void> => {
    await deed(customers.unblock(customer.id))
    toast(t('unblocked'))
  }
  return <Confirm title={t('unblock')} text={t('unblock.ask')} act={unblock} onClose={onClose} />
}

/** In a list, where each of these needs to say whom it is about. */
export function Unblock({ customer }: { customer: CustomerRow }) {
  const { t } = useCustomerWords()
  const [asking, ask] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  const name = nameOf(customer, useWords())
  // Let in again they leave the list, and the focus must not go with them.
  useLayoutEffect(
    () => () => {
      const at = document.activeElement
      if (at === document.body || box.current?.contains(at)) document.querySelector<HTMLElement>('.tabs [aria-current]')?.focus()
    },
    [],
  )
  return (
    <span ref={box}>
      <Button aria-label={t('unblock.of', { name })} onClick={() => ask(true)}>
        {t('unblock')}
      </Button>
      {asking && <AskToUnblock customer={customer} onClose={() => ask(false)} />}
    </span>
  )
}
