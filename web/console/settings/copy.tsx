import { useState } from 'react'
import { useWords } from '../core/words'
import { Button } from '../ui/button'

export function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 3000)
  }
  return (
    <div class="copy">
      <code tabIndex={0} role="textbox" aria-readonly="true" aria-label={label}>
        {text}
      </code>
      <Button icon={copied ? 'check' : undefined} onClick={() => void copy()}>
        {t(copied ? 'do.copied' : 'do.copy')}
      </Button>
      <span class="for-ears" role="status">
        {copied ? t('do.copied') : ''}
      </span>
    </div>
  )
}
