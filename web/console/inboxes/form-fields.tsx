import { useWords } from '../core/words'
import { AreaField, SelectField, TextField } from '../ui/field'
import type { Faults } from '../ui/form'
import type { FormSettings } from './desk'
import { Tick } from './tick'
import { useInboxWords } from './words'

/** What stands around a form's fields. */
export function FormFields({ now, faults }: { now: FormSettings; faults: Faults }) {
  const { t } = useInboxWords()
  const words = useWords()
  return (
    <>
      <TextField name="title" label={t('form.title')} defaultValue={now.title ?? ''} maxLength={120} />
      <AreaField name="intro" label={t('form.intro')} rows={2} maxLength={1000} defaultValue={now.intro ?? ''} />
      <AreaField name="consent" label={t('form.consent')} hint={t('form.consent.hint')} rows={2} maxLength={1000} defaultValue={now.consent ?? ''} />
      <AreaField name="thanks" label={t('form.thanks')} rows={2} maxLength={1000} defaultValue={now.thanks ?? ''} />
      <SelectField
        name="locale"
        label={t('form.locale')}
        defaultValue={now.locale ?? words.lang}
        options={[['zh', words.t('lang.zh')], ['en', words.t('lang.en')]]}
      />
      <AreaField
        name="origins"
        label={t('form.origins')}
        hint={t('form.origins.hint')}
        rows={2}
        defaultValue={now.allowed_origins?.join('\n') ?? ''}
        error={faults['origins']}
      />
      <Tick name="confirm" label={t('form.confirm')} hint={t('confirm.hint')} on={now.confirm ?? false} />
    </>
  )
}
