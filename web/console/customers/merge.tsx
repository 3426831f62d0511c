import { useEffect, useRef, useState } from 'react'
import { Problem } from '../../shared/api'
import { nameOf } from '../core/names'
import type { CustomerRow } from '../core/records'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { customers } from './desk'
import { Find } from './find'
import { Found, Lines, NobodyFound } from './found'
import type { PartProps } from './profile'
import type { Sought } from './sought'
import { useCustomerWords } from './words'

type Props = PartProps & { onClose: () => void }

/** First who it is, then what would happen. */
export function Merge({ customer, deeds, onClose }: Props) {
  const { t } = useCustomerWords()
  const [sought, seek] = useState<Sought | null>(null)
  const [other, choose] = useState<CustomerRow | null>(null)
  return (
    <Dialog title={t('merge')} onClose={onClose}>
      {other ? (
        <Ask customer={customer} deeds={deeds} onClose={onClose} other={other} onBack={() => choose(null)} />
      ) : (
        <>
          <p>{t('merge.lead')}</p>
          <Find sought={sought} seek={seek} />
          {sought && <Found sought={sought}>{(items) => <Choose items={items.filter(({ id }) => id !== customer.id)} choose={choose} />}</Found>}
        </>
      )}
    </Dialog>
  )
}

function Choose({ items, choose }: { items: CustomerRow[]; choose: (one: CustomerRow) => void }) {
  const { t } = useCustomerWords()
  const words = useWords()
  if (!items.length) return <NobodyFound />
  // Who is a part of somebody already, or erased, is shown with the mark that says so.
  const button = (one: CustomerRow) => (
    <Button
      aria-label={t('merge.choose.of', { name: nameOf(one, words) })}
      aria-disabled={one.merged_into || one.erased_at ? true : undefined}
      onClick={() => !one.merged_into && !one.erased_at && choose(one)}
    >
      {t('merge.choose')}
    </Button>
  )
  return <Lines items={items} act={button} />
}

function Ask({ customer, deeds, other, onBack, onClose }: Props & { other: CustomerRow; onBack: () => void }) {
  const { t, has } = useCustomerWords()
  const words = useWords()
  const lead = useRef<HTMLParagraphElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  // What was pressed has gone; whoever listens hears what is asked.
  useEffect(() => lead.current?.focus(), [])
  const names = { name: nameOf(customer, words), other: nameOf(other, words) }
  const merge = async (): Promise<void> => {
    setBusy(true)
    try {
      await deeds.deed(customers.merge(customer.id, other.id), other.id)
      toast(t('merge.done', names))
      onClose()
    } catch (error) {
      const key = `rule.${error instanceof Problem ? error.rule : ''}`
      setProblem(has(key) ? t(key) : told(error, words))
      setBusy(false)
    }
  }
  return (
    <>
      {problem && <Notice kind="danger">{problem}</Notice>}
      <p ref={lead} tabIndex={-1}>
        <strong>{t('merge.ask', names)}</strong>
      </p>
      <ul class="points">
        {(['merge.joined', 'merge.words', 'merge.block', 'merge.undo'] as const).map((key) => (
          <li key={key}>{t(key, names)}</li>
        ))}
      </ul>
      <div class="actions">
        <Button onClick={onBack}>{words.t('do.back')}</Button>
        <Button kind="main" icon="join" busy={busy} onClick={() => void merge()}>
          {t('merge.do')}
        </Button>
      </div>
    </>
  )
}
