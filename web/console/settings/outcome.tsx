import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Notice } from '../ui/notice'
import { useSettingsWords } from './words'

/** What came of saving. */
export function Outcome({ error, stale, saved }: { error: unknown; stale: boolean; saved: boolean }) {
  const words = useWords()
  const { t } = useSettingsWords()
  if (error) return <Notice kind="danger">{told(error, words)}</Notice>
  if (stale) return <Notice kind="warning">{t('stale')}</Notice>
  return saved ? <Notice kind="success">{words.t('do.saved')}</Notice> : null
}
