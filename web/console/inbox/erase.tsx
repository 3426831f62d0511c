import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { conversations } from '../core/desk'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { keys } from '../live/apply'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { Notice } from '../ui/notice'

/** For good, so the word has to be typed. */
export function Erase({ customer, onClose }: { customer: string; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const cache = useQueryClient()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const word = t('side.erase.word')
  const go = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy || typed.trim() !== word) return
    setBusy(true)
    setError(null)
    try {
      await conversations.erase(customer)
      onClose()
      // What was read before must not be looked at any longer.
      for (const key of [['talk'], ['conversation'], keys.histories, keys.customer(customer)]) void cache.resetQueries({ queryKey: key })
      void cache.invalidateQueries()
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('side.erase')} onClose={onClose}>
      <form onSubmit={(event) => void go(event)}>
        {error ? <Notice kind="danger">{told(error, words)}</Notice> : null}
        <p>{t('side.erase.text')}</p>
        <TextField
          label={t('side.erase.type', { word })}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
        />
        <div class="actions">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button kind="danger" type="submit" busy={busy} disabled={typed.trim() !== word}>
            {t('side.erase')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
