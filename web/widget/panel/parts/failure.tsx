import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { complaint, useWords } from '../words/words'
import { WarnIcon } from './icons'

interface Props {
  code: string
  open: boolean
  again: () => void
}

export function Failure({ code, open, again }: Props): JSX.Element {
  const words = useWords()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (open) button.current?.focus()
  }, [open])
  return (
    <div class="failure" role="alert">
      <WarnIcon />
      <h2>{words.t('error_title')}</h2>
      <p>{complaint(words, code)}</p>
      <button ref={button} class="solid" type="button" onClick={again}>
        {words.t('retry')}
      </button>
    </div>
  )
}
