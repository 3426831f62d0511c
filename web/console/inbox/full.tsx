import { useColleagues } from '../core/colleagues'
import { useSession } from '../core/session'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { Moves } from './use-moves'

/** Capacity is a rule for the desk, and a question for a person. */
export default function Full({ moves }: { moves: Moves }) {
  const { t } = useWords()
  const { person } = useSession()
  const me = useColleagues().data?.find((one) => one.person === person.id)
  const take = (): void => {
    moves.close()
    void moves.move('take', true)
  }
  return (
    <Dialog title={t('full.title')} onClose={moves.close}>
      <p>{me?.capacity ? t('full.lead', { load: me.load, capacity: me.capacity }) : t('full.unknown')}</p>
      <div class="actions">
        <Button onClick={moves.close}>{t('do.cancel')}</Button>
        <Button kind="main" icon="hand" onClick={take}>
          {t('full.take')}
        </Button>
      </div>
    </Dialog>
  )
}
