import { Copy } from '../settings/copy'
import { Button } from '../ui/button'
import { useInboxWords } from './words'

/** The secret stands here once, and nowhere after. */
export function Fresh({ secret, name, onDone }: { secret: string; name: string; onDone: () => void }) {
  const { t } = useInboxWords()
  return (
    <section class="block fresh" role="status">
      <h3>{t('secret.fresh')}</h3>
      <p class="hint">{t('secret.fresh.hint')}</p>
      <Copy text={secret} label={t('secret.of', { name })} />
      <div class="actions">
        <Button kind="main" onClick={onDone}>
          {t('secret.kept')}
        </Button>
      </div>
    </section>
  )
}
