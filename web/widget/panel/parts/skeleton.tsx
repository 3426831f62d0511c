import type { JSX } from 'preact'
import { useWords } from '../words/words'

export function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{useWords().t('loading')}</span>
      <i />
      <i class="right" />
      <i />
    </div>
  )
}
