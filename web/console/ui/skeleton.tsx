import { useWords } from '../core/words'

/** Grey shapes of what is on its way; announced once, as words. */
export function Skeleton({ rows, shape = 'row' }: { rows: number; shape?: 'row' | 'bubble' | 'line' }) {
  const { t } = useWords()
  return (
    <div class="skeleton" role="status">
      <span class="for-ears">{t('app.loading')}</span>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} class={`ghost ${shape}`} aria-hidden="true" />
      ))}
    </div>
  )
}
