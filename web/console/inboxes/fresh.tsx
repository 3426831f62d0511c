import { Copy } from '../settings/copy'
import { Button } from '../ui/button'
import { useInboxWords } from './words'

/** The secret stands here once, and nowhere after. */
export function Fresh({ secret, name, onDone }: { secret: string; name: string; onDone: () => void }) {
  const { t } = useInboxWords()
  return (
    <div class="fields" role="status">
      <strong>{t('secret.fresh')}</strong>
      <p class="hint">{t('secret.fresh.hint')}</p>
      <Copy text={secret} label={t('secret.of', { name })} />
      <div class="actions">
        <Button kind="main" onClick={onDone}>
          {t('secret.kept')}
        </Button>
      </div>
    </div>
  )
}
