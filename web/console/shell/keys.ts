import { useEffect } from 'react'
import { tinykeys } from 'tinykeys'
import { type Command, run } from '../core/commands'
import { letters } from '../core/prefs'

const single: Record<string, Command> = {
  j: 'next', k: 'previous', r: 'reply', n: 'note', e: 'resolve', a: 'take', c: 'create', 'Shift+?': 'help', '?': 'help',
}

const fields = 'input, textarea, select, [contenteditable], dialog'

const elsewhere = ({ target }: Event): boolean => target instanceof Element && target.closest(fields) !== null

/** Single letters work outside fields and dialogs, and only while they are switched on. */
const letter = (command: Command) => (event: KeyboardEvent): void => {
  if (!letters.get() || elsewhere(event) || event.isComposing) return
  event.preventDefault()
  run(command)
}

const bar = (event: KeyboardEvent): void => {
  event.preventDefault()
  if (!document.querySelector('dialog[open]')) run('bar')
}

export function useKeys(): void {
  useEffect(() => {
    const bound = Object.fromEntries(Object.entries(single).map(([key, command]) => [key, letter(command)]))
    return tinykeys(window, { ...bound, '$mod+k': bar })
  }, [])
}
