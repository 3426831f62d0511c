import { useState } from 'react'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'

interface Props {
  title: string
  text: string
  act: () => Promise<unknown>
  onClose: () => void
}

/** Asked before anything that cannot be taken back. */
export function Confirm({ title, text, act, onClose }: Props) {
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const go = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    await act().then(onClose, setError)
    setBusy(false)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {error ? <Notice kind="danger">{told(error, words)}</Notice> : null}
      <p>{text}</p>
      <div class="actions">
        <Button onClick={onClose}>{words.t('do.cancel')}</Button>
        <Button kind="danger" busy={busy} onClick={() => void go()}>
          {title}
        </Button>
      </div>
    </Dialog>
  )
}
