import { letters } from '../core/prefs'
import { useStore } from '../core/store'
import { type Key, useWords } from '../core/words'
import { sendKeys } from '../core/machine'
import { Dialog } from '../ui/dialog'

const list: readonly [readonly string[], Key][] = [
  [['j'], 'keys.next'],
  [['k'], 'keys.previous'],
  [['Enter'], 'keys.open'],
  [['r'], 'keys.reply'],
  [['n'], 'keys.note'],
  [['a'], 'keys.take'],
  [['e'], 'keys.resolve'],
  [['c'], 'keys.create'],
  [[sendKeys], 'keys.send'],
  [['Ctrl+K', '⌘K'], 'keys.command'],
  [['Esc'], 'keys.leave'],
  [['?'], 'keys.help'],
]

export default function Help({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const on = useStore(letters)
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl class="keys">
        {list.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={on} onChange={() => letters.set(!on)} />
        {t('account.letters')}
      </label>
      <p class="hint">{t(on ? 'keys.on' : 'keys.off')}</p>
    </Dialog>
  )
}
