import type { KeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../core/words'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { type Entry, matching, useEntries } from './entries'

export default function CommandBar({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const found = matching(useEntries(), typed)
  const at = Math.min(chosen, found.length - 1)
  const choose = (entry: Entry | undefined): void => {
    if (!entry) return
    onClose()
    // The dialog gives the focus back first; then the command may take it.
    setTimeout(entry.act)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step) setChosen((at + step + found.length) % Math.max(found.length, 1))
    else if (event.key === 'Enter') choose(found[at])
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={t('command.title')} onClose={onClose} bare className="command">
      <div class="command-field">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label={t('command.hint')}
          aria-expanded="true"
          aria-controls="command-list"
          aria-activedescendant={found[at] ? `command-${at}` : undefined}
          autoComplete="off"
          placeholder={t('command.hint')}
          value={typed}
          onInput={(event) => (setTyped(event.currentTarget.value), setChosen(0))}
          onKeyDown={onKeyDown}
        />
      </div>
      <Found entries={found} at={at} onChoose={choose} />
      <p class={found.length ? 'for-ears' : 'command-none'} role="status">
        {found.length ? t('command.found', { n: found.length }) : t('command.none')}
      </p>
    </Dialog>
  )
}

function Found({ entries, at, onChoose }: { entries: Entry[]; at: number; onChoose: (entry: Entry) => void }) {
  const { t } = useWords()
  const groups = [...new Set(entries.map((entry) => entry.group))]
  return (
    <div id="command-list" class="command-list" role="listbox" aria-label={t('command.title')} tabIndex={-1}>
      {groups.map((group) => (
        <div key={group} role="group" aria-label={t(group)}>
          <p class="label" aria-hidden="true">
            {t(group)}
          </p>
          {entries.map((entry, i) =>
            entry.group === group ? <Option key={entry.text} entry={entry} i={i} on={i === at} onChoose={onChoose} /> : null,
          )}
        </div>
      ))}
    </div>
  )
}

function Option({ entry, i, on, onChoose }: { entry: Entry; i: number; on: boolean; onChoose: (entry: Entry) => void }) {
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (on) line.current?.scrollIntoView({ block: 'nearest' })
  }, [on])
  return (
    <div ref={line} id={`command-${i}`} class="command-option" role="option" aria-selected={on} onClick={() => onChoose(entry)}>
      <Icon name={entry.icon} />
      <span>{entry.text}</span>
      {entry.keys && <kbd>{entry.keys}</kbd>}
    </div>
  )
}
