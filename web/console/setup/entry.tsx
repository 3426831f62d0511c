import { useState } from 'react'
import type { Locale } from '../../shared/wire'
import { checked, filled } from '../auth/checks'
import { canReassign, useSession } from '../core/session'
import { isCode, told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { AreaField, SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { type Entry, type EntryDraft, knowledge } from './desk'
import { useSetupWords } from './words'

export const blankEntry = (locale: Locale): Entry => ({
  id: '', kind: 'faq', locale, title: '', body: '', alternatives: [], keywords: [], category: '',
  status: 'draft', published_at: null, version: 0,
})

const lines = (text = ''): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean)
const words = (text = ''): string[] => text.split(/[,，、]/).map((word) => word.trim()).filter(Boolean)

const draft = (entry: Entry, values: Values): EntryDraft => ({
  kind: values['kind'] === 'article' ? 'article' : 'faq',
  locale: entry.locale,
  title: values['title']?.trim() ?? '',
  body: values['body']?.trim() ?? '',
  alternatives: lines(values['alternatives']),
  keywords: words(values['keywords']),
  category: values['category']?.trim() ?? '',
})

interface Props {
  entry: Entry
  onDone: () => void
  onClose: () => void
}

export function EntryDialog({ entry, onDone, onClose }: Props) {
  const { t } = useSetupWords()
  const speech = useWords()
  const { role } = useSession()
  const [publish, setPublish] = useState(false)
  const keep = async (values: Values): Promise<void> => {
    const given = draft(entry, values)
    const kept = entry.id ? await knowledge.change(entry.id, entry.version, given) : await knowledge.make(given)
    if (publish) await knowledge.publish(kept.id)
    toast(t(publish ? 'knowledge.published' : 'entry.saved'))
    onDone()
    onClose()
  }
  const form = useForm(keep, checked({ title: filled, body: filled }, speech.t))
  return (
    <Dialog title={entry.id ? t('entry.edit') : t('knowledge.new')} onClose={onClose} className="wide">
      <form class="fields" onSubmit={form.onSubmit} noValidate>
        {form.error ? <Notice kind="danger">{isCode(form.error, 'stale') ? t('stale') : told(form.error, speech)}</Notice> : null}
        <fieldset class="fields" disabled={!canReassign(role)}>
          <TextField name="title" label={t('entry.title')} defaultValue={entry.title} error={form.faults['title']} maxLength={200} />
          <AreaField name="body" rows={6} maxLength={8000} label={t('entry.body')} defaultValue={entry.body} error={form.faults['body']} />
          <AreaField name="alternatives" rows={3} label={t('entry.alternatives')} hint={t('entry.alternatives.hint')} defaultValue={entry.alternatives.join('\n')} />
          <TextField name="keywords" label={t('entry.keywords')} hint={t('entry.keywords.hint')} defaultValue={entry.keywords.join(', ')} />
          <div class="pair">
            <TextField name="category" label={t('entry.category')} defaultValue={entry.category} maxLength={80} />
            <SelectField name="kind" label={t('entry.kind')} defaultValue={entry.kind} options={[['faq', t('entry.kind.faq')], ['article', t('entry.kind.article')]]} />
          </div>
        </fieldset>
        {canReassign(role) && (
          <div class="actions">
            {entry.id && <Fate entry={entry} onDone={onDone} onClose={onClose} />}
            <Button type="submit" busy={form.busy} onClick={() => setPublish(false)}>
              {t('entry.save')}
            </Button>
            <Button type="submit" kind="main" busy={form.busy} onClick={() => setPublish(true)}>
              {t('entry.publish')}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  )
}

/** Taking an entry away from the bot, or from the world; the second asks once more. */
function Fate({ entry, onDone, onClose }: Props) {
  const { t } = useSetupWords()
  const speech = useWords()
  const [sure, setSure] = useState(false)
  const act = (what: () => Promise<unknown>, said: string): void => {
    what().then(() => {
      toast(said)
      onDone()
      onClose()
    }, (error: unknown) => toast(told(error, speech)))
  }
  return (
    <>
      {entry.status !== 'draft' && (
        <Button onClick={() => act(() => knowledge.unpublish(entry.id), t('entry.withdrawn'))}>{t('entry.withdraw')}</Button>
      )}
      <Button kind="danger" onClick={() => (sure ? act(() => knowledge.remove(entry.id), t('entry.removed')) : setSure(true))}>
        {t(sure ? 'entry.remove.sure' : 'entry.remove')}
      </Button>
    </>
  )
}
