import type { Means } from '../../shared/wire'
import { type Speech, useWords } from '../core/words'
import { Button } from '../ui/button'
import { Attach } from './tray'
import type { Files } from './use-files'
import { sendKeys } from '../core/machine'

const warnAt = 200

interface Props {
  text: string
  longest: number
  files: Files
  /** Whether files can go along. */
  carries: boolean
  window?: Means['window']
  /** The address that it goes to, where that is mail. */
  to?: string | null
  takes: boolean
  busy: boolean
  onSend: () => void
}

export function Footer({ text, longest, files, carries, window, to, takes, busy, onSend }: Props) {
  const words = useWords()
  const { t } = words
  const left = longest - [...text.trim()].length
  return (
    <div class="write-foot">
      <p id="write-foot">
        {takes ? t('write.takes') : <span class="by-keys">{t('write.keys', { keys: sendKeys })}</span>}
        {to && (
          <span class="write-to">
            <span class={takes ? '' : 'by-keys'}>{' · '}</span>
            {t('write.to', { to })}
          </span>
        )}
        {window && ` · ${windowText(window, words)}`}
        {files.files.some(({ done, failed }) => !done && !failed) && ` · ${t('files.wait')}`}
        {left < warnAt && (
          <span class={left < 0 ? 'error' : ''}>
            {' · '}
            {left < 0 ? t('write.over', { n: -left }) : t('write.left', { n: left })}
          </span>
        )}
      </p>
      {carries ? <Attach files={files} /> : <span class="hint no-files">{t('write.no.files')}</span>}
      <Button kind="main" icon="send" busy={busy} aria-keyshortcuts="Control+Enter" onClick={onSend}>
        {t('do.send')}
      </Button>
    </div>
  )
}

const windowText = ({ closes_at, left }: NonNullable<Means['window']>, { t, moment }: Speech): string =>
  left === null
    ? t('write.window.until', { time: moment(closes_at) })
    : t('write.window.left', { time: moment(closes_at), n: left })
