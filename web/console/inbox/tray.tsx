import type { TargetedEvent } from 'preact'
import { useRef } from 'react'
import { sizeText } from '../../shared/upload'
import { useWords } from '../core/words'
import { Button, IconButton } from '../ui/button'
import { Icon } from '../ui/icon'
import type { Files, Outgoing } from './use-files'

/** What goes with the next message, and how far each file is. */
export function Tray({ files }: { files: Files }) {
  const { t } = useWords()
  if (!files.files.length) return null
  return (
    <ul class="tray" aria-label={t('files.label')}>
      {files.files.map((one) => (
        <Row key={one.key} one={one} files={files} />
      ))}
    </ul>
  )
}

function Row({ one, files }: { one: Outgoing; files: Files }) {
  const { t, lang, has } = useWords()
  const { failed, file, share, done } = one
  const key = `files.${failed}`
  return (
    <li class={failed ? 'failed' : ''}>
      <Icon name={failed ? 'alert' : 'clip'} size={15} />
      <span class="file-name">{done?.name ?? file.name}</span>
      <span class="file-size">{sizeText(file.size, lang)}</span>
      {!failed && !done && <progress value={share} max={1} aria-label={t('files.sending', { name: file.name })} />}
      {failed && <span role="alert">{has(key) ? t(key as 'files.type') : t('files.failed')}</span>}
      {failed && !has(key) && <Button kind="quiet" onClick={() => files.retry(one)}>{t('do.retry')}</Button>}
      <IconButton label={t('files.drop', { name: file.name })} icon="close" onClick={() => files.drop(one.key)} />
    </li>
  )
}

export function Attach({ files }: { files: Files }) {
  const { t } = useWords()
  const field = useRef<HTMLInputElement>(null)
  const take = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    files.add(currentTarget.files ?? [])
    currentTarget.value = ''
  }
  return (
    <>
      <input ref={field} type="file" multiple hidden onChange={take} data-attach />
      <IconButton label={t('files.attach')} icon="clip" onClick={() => field.current?.click()} />
    </>
  )
}
