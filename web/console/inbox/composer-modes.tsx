import { useWords } from '../core/words'
import { Icon } from '../ui/icon'
import type { Mode } from './drafts'

const modes: readonly Mode[] = ['reply', 'note']

/** Looks like tabs; in truth a choice of what kind of message this will be, so: radios. */
export function Modes({ mode, onTurn }: { mode: Mode; onTurn: (mode: Mode) => void }) {
  const { t } = useWords()
  return (
    <fieldset class="modes">
      <legend class="for-ears">{t('write.mode')}</legend>
      {modes.map((one) => (
        <label key={one} class="mode">
          <input type="radio" name="mode" checked={one === mode} onChange={() => onTurn(one)} />
          <Icon name={one === 'note' ? 'lock' : 'reply'} size={15} />
          {t(`write.${one}`)}
        </label>
      ))}
    </fieldset>
  )
}
