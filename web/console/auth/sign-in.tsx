import { auth } from '../core/desk'
import { cache } from '../core/query'
import { go, href } from '../core/router'
import { isCode, told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { checked, email, filled } from './checks'
import { Frame } from './frame'
import { PasswordField } from './password'

export function SignIn() {
  const words = useWords()
  const { t } = words
  const form = useForm(async ({ email = '', password = '' }) => {
    const session = await auth.signIn(email.trim(), password)
    cache.clear()
    cache.setQueryData(['session'], session)
    go('/inbox')
  }, checked({ email, password: filled }, t))
  const wrong = isCode(form.error, 'unauthenticated', 'invalid')
  return (
    <Frame title={t('auth.signIn')} lead={t('auth.signIn.lead')}>
      <form onSubmit={form.onSubmit} noValidate>
        {form.error ? <Notice kind="danger">{wrong ? t('auth.wrong') : told(form.error, words)}</Notice> : null}
        <TextField name="email" type="email" label={t('auth.email')} autoComplete="username" error={form.faults['email']} />
        <PasswordField label={t('auth.password')} autoComplete="current-password" error={form.faults['password']} />
        <Button type="submit" kind="main" busy={form.busy}>
          {t('auth.signIn')}
        </Button>
      </form>
      <p class="aside">
        <a href={href('/reset')}>{t('auth.forgot')}</a>
      </p>
      <p class="aside">
        {t('auth.none')} <a href={href('/sign-up')}>{t('auth.signUp')}</a>
      </p>
    </Frame>
  )
}
