import type { ComponentChildren } from 'preact'
import { useRef } from 'react'
import { Icon } from './icon'

interface Props {
  label: string
  children: ComponentChildren
}

/** Buttons behind a button. It folds up after a choice, on Escape, and when the focus goes elsewhere. */
export function Menu({ label, children }: Props) {
  const box = useRef<HTMLDetailsElement>(null)
  const fold = (): void => {
    if (box.current) box.current.open = false
  }
  const leave = ({ relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node && box.current?.contains(relatedTarget))) fold()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !box.current?.open) return
    fold()
    box.current.querySelector('summary')?.focus()
  }
  return (
    <details ref={box} class="menu" onFocusOut={leave} onKeyDown={onKeyDown}>
      <summary class="button">
        <span>{label}</span>
        <Icon name="fold" size={15} />
      </summary>
      <div class="menu-list" onClick={fold}>
        {children}
      </div>
    </details>
  )
}
