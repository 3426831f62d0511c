import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'react'
import { useWords } from '../core/words'
import { IconButton } from './button'

interface Props {
  title: string
  onClose: () => void
  children: ComponentChildren
  /** A bare dialog draws its own head; its title is for those who listen. */
  bare?: boolean
  className?: string
}

/** The browser's own modal dialog: focus stays inside, Escape closes, focus returns. */
export function Dialog({ title, onClose, children, bare, className = '' }: Props) {
  const { t } = useWords()
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    box.current?.showModal()
    return () => before instanceof HTMLElement && before.focus()
  }, [])
  const outside = (event: MouseEvent) => event.target === box.current && onClose()
  return (
    <dialog ref={box} class={`dialog ${className}`} aria-labelledby={id} onClose={onClose} onClick={outside}>
      <div class="dialog-body">
        <header class={bare ? 'for-ears' : ''}>
          <h2 id={id}>{title}</h2>
          {!bare && <IconButton label={t('do.close')} icon="close" onClick={onClose} />}
        </header>
        {children}
      </div>
    </dialog>
  )
}
