import { useState } from 'react'
import { auth } from '../core/desk'
import { href } from '../core/router'
import { isCode, isWeak, told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { checked, email, password } from './checks'
import { Frame } from './frame'
import { DeadLink, LinkGate } from './link-gate'
import { CheckMail } from './mail'
import { PasswordField } from './password'

export function Reset({ token }: { token: string | null }) {
  if (!token) return <AskReset />
  return (
    <LinkGate token={token} purpose="password_reset">
      {(facts) => <NewPassword token={token} email={facts.email} />}
    </LinkGate>
  )
}

function AskReset() {
  const words = useWords()
  const { t } = words
  const [sent, setSent] = useState('')
  const form = useForm(async (values) => {
    const address = (values['email'] ?? '').trim()
    await auth.askReset(address)
    setSent(address)
  }, checked({ email }, t))
  if (sent) return <CheckMail text={t('auth.mail.reset', { email: sent })} again={() => auth.askReset(sent)} />
  return (
    <Frame title={t('auth.reset')} lead={t('auth.reset.lead')}>
      <form onSubmit={form.onSubmit} noValidate>
        {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
        <TextField name="email" type="email" label={t('auth.email')} autoComplete="username" error={form.faults['email']} />
        <Button type="submit" kind="main" busy={form.busy}>
          {t('auth.reset.do')}
        </Button>
      </form>
      <p class="aside">
        <a href={href('/sign-in')}>{t('auth.toSignIn')}</a>
      </p>
    </Frame>
  )
}

function NewPassword({ token, email: address }: { token: string; email: string }) {
  const words = useWords()
  const { t } = words
  const [done, setDone] = useState(false)
  const form = useForm(async (values) => {
    await auth.reset(token, values['password'] ?? '')
    setDone(true)
  }, checked({ password }, t))
  if (isCode(form.error, 'gone')) return <DeadLink purpose="password_reset" />
  return (
    <Frame title={t('auth.reset.choose')} lead={t('auth.reset.for', { email: address })}>
      {done ? (
        <Done />
      ) : (
        <form onSubmit={form.onSubmit} noValidate>
          {form.error ? <Notice kind="danger">{isWeak(form.error) ? t('auth.weakPassword') : told(form.error, words)}</Notice> : null}
          <input type="email" autoComplete="username" value={address} hidden readOnly />
          <PasswordField
            label={t('auth.password.new')}
            autoComplete="new-password"
            hint={t('auth.password.rule')}
            error={form.faults['password']}
          />
          <Button type="submit" kind="main" busy={form.busy}>
            {t('auth.reset.save')}
          </Button>
        </form>
      )}
    </Frame>
  )
}

function Done() {
  const { t } = useWords()
  return (
    <>
      <Notice kind="success">{t('auth.reset.done')}</Notice>
      <p>
        <a class="button main" href={href('/sign-in')}>
          <span>{t('auth.signIn')}</span>
        </a>
      </p>
    </>
  )
}
