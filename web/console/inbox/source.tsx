import { Suspense, lazy, useState } from 'react'
import type { Message } from '../../shared/wire'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'

const Original = lazy(() => import('./original'))

/** Whence a message came as its channel says, and what to make of that. */
export function SourceLine({ m, mail }: { m: Message; mail: boolean }) {
  const { t } = useWords()
  const { from, cc = [], unproved, machine } = m.source ?? {}
  if (!m.source || (!mail && !unproved && !machine)) return null
  return (
    <p class="run-foot source">
      {from && <span>{t('source.from', { from })}</span>}
      {mail && cc.length > 0 && <span class="copies">{t('source.cc', { cc: cc.join(', ') })}</span>}
      {unproved && (
        <span class="doubt">
          <Icon name="alert" size={13} />
          {t('source.unproved')}
        </span>
      )}
      {machine && <span>{t('source.machine')}</span>}
      {mail && !m.erased && <OriginalButton m={m} />}
    </p>
  )
}

export function OriginalButton({ m }: { m: Message }) {
  const { t } = useWords()
  const [open, set] = useState(false)
  return (
    <>
      <Button kind="quiet" icon="mail" onClick={() => set(true)}>
        {t('original.open')}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <Original m={m} onClose={() => set(false)} />
        </Suspense>
      )}
    </>
  )
}
