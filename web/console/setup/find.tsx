import { useState } from 'react'
import type { Locale } from '../../shared/wire'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { type Hit, knowledge } from './desk'
import { useSetupWords } from './words'

/** What the bot would find for a question, with the scores that it goes by. */
export function Find({ locale }: { locale: Locale }) {
  const { t, number } = useSetupWords()
  const words = useWords()
  const [hits, setHits] = useState<Hit[] | null>(null)
  const form = useForm(async (values: Values) => {
    const q = values['q']?.trim() ?? ''
    setHits(q ? (await knowledge.search(q, locale)).items : null)
  })
  return (
    <form class="find" role="search" onSubmit={form.onSubmit} noValidate>
      <TextField name="q" type="search" label={t('knowledge.find')} hint={t('knowledge.find.hint')} maxLength={500} autoComplete="off" />
      <Button type="submit" icon="search" busy={form.busy}>
        {t('knowledge.find.do')}
      </Button>
      {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
      {hits && (
        <div role="status">
          {hits.length ? (
            <ol class="lines">
              {hits.map((hit) => (
                <li key={hit.id}>
                  <span class="who">{hit.title}</span>
                  <span class="hint">{number(Math.round(hit.score * 100) / 100)}</span>
                </li>
              ))}
            </ol>
          ) : (
            <p class="hint">{t('knowledge.find.none')}</p>
          )}
        </div>
      )}
    </form>
  )
}
