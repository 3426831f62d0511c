import { useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import { href } from '../core/router'
import { useWords } from '../core/words'
import { keys } from '../live/apply'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Skeleton } from '../ui/skeleton'

const Record = lazy(() => import('../customers/record'))

interface Props {
  id: string
  /** The conversation that it is opened beside. */
  except?: string
}

/** Opened on purpose only: every reading of the record is an audit entry. What was read stays open. */
export function TheirRecord({ id, except }: Props) {
  const { t } = useWords()
  const cache = useQueryClient()
  const [open, setOpen] = useState(() => cache.getQueryData(keys.customer(id)) !== undefined)
  return (
    <>
      <div class="side-acts">
        <Button icon="user" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('side.record')}
        </Button>
        <a class="button quiet" href={href(`/customers/${id}`)}>
          <Icon name="pen" />
          <span>{t('side.profile')}</span>
        </a>
      </div>
      <p class="audited">
        <Icon name="lock" size={13} />
        {t('side.audited')}
      </p>
      {open && (
        <Suspense fallback={<Skeleton rows={3} shape="line" />}>
          <Record id={id} except={except} />
        </Suspense>
      )}
    </>
  )
}
