import { useState } from 'react'
import { auth } from '../core/desk'
import { href } from '../core/router'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { ownZone, zoneOptions } from '../core/zones'
import { Button } from '../ui/button'
import { SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { checked, email, filled } from './checks'
import { Frame } from './frame'
import { CheckMail } from './mail'

const send = ({ name = '', email = '', locale = 'en', time_zone = 'UTC' }: Values) =>
  auth.signUp({ name: name.trim(), email: email.trim(), locale, time_zone })

export function SignUp() {
  const words = useWords()
  const { t, lang } = words
  const [sent, setSent] = useState<Values | null>(null)
  const form = useForm(async (values) => {
    await send(values)
    setSent(values)
  }, checked({ name: filled, email }, t))
  if (sent)
    return <CheckMail text={t('auth.mail.signUp', { email: sent['email'] ?? '' })} again={() => send(sent)} />
  return (
    <Frame title={t('auth.signUp')} lead={t('auth.signUp.lead')}>
      <form onSubmit={form.onSubmit} noValidate>
        {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
        <TextField name="name" label={t('auth.merchantName')} autoComplete="organization" error={form.faults['name']} maxLength={80} />
        <TextField name="email" type="email" label={t('auth.email')} autoComplete="email" error={form.faults['email']} />
        <SelectField
          name="locale"
          label={t('auth.language')}
          defaultValue={lang}
          options={[['zh', t('lang.zh')], ['en', t('lang.en')]]}
        />
        <SelectField name="time_zone" label={t('auth.timeZone')} defaultValue={ownZone()} options={zoneOptions()} />
        <Button type="submit" kind="main" busy={form.busy}>
          {t('auth.signUp')}
        </Button>
      </form>
      <p class="aside">
        {t('auth.have')} <a href={href('/sign-in')}>{t('auth.signIn')}</a>
      </p>
    </Frame>
  )
}
