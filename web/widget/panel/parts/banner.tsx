import type { JSX } from 'preact'
import type { View } from '../chat/view'
import { useWords } from '../words/words'

/** Always there for screen readers to watch; seen only while the line is down. */
export function Banner({ line }: { line: View['line'] }): JSX.Element {
  const { t } = useWords()
  return (
    <p class="banner" role="status">
      {line !== 'fine' && t(`banner_${line}`)}
    </p>
  )
}
