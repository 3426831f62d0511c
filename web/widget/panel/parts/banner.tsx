import type { JSX } from 'preact'
import type { View } from '../chat/view'
import { useWords } from '../words/words'

/** Always there for screen readers to watch; seen only while the line is down. */
export function Banner({ line }: { line: View['line'] }): JSX.Element {
  const { t } = useWords()
  const text = line === 'offline' ? t('banner_offline') : line === 'reconnecting' ? t('banner_reconnecting') : ''
  return (
    <p class="banner" role="status">
      {text}
    </p>
  )
}
