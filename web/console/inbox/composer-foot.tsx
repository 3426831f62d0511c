import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Attach } from './tray'
import type { Files } from './use-files'
import { sendKeys } from '../core/machine'

export const longest = 8000
const warnAt = 200

interface Props {
  text: string
  files: Files
  takes: boolean
  busy: boolean
  onSend: () => void
}

export function Footer({ text, files, takes, busy, onSend }: Props) {
  const { t } = useWords()
  const left = longest - [...text.trim()].length
  return (
    <div class="write-foot">
      <p id="write-foot">
        {takes ? t('write.takes') : <span class="by-keys">{t('write.keys', { keys: sendKeys })}</span>}
        {files.files.some(({ done, failed }) => !done && !failed) && ` · ${t('files.wait')}`}
        {left < warnAt && (
          <span class={left < 0 ? 'error' : ''}>
            {' · '}
            {left < 0 ? t('write.over', { n: -left }) : t('write.left', { n: left })}
          </span>
        )}
      </p>
      <Attach files={files} />
      <Button kind="main" icon="send" busy={busy} aria-keyshortcuts="Control+Enter" onClick={onSend}>
        {t('do.send')}
      </Button>
    </div>
  )
}
