import { useState } from 'react'
import type { Entered, Entry } from '../core/desk'
import { auth } from '../core/desk'
import { lang } from '../core/prefs'
import { cache } from '../core/query'
import type { LinkFacts } from '../core/records'
import { href, redirect } from '../core/router'
import { isCode, isWeak, told } from '../core/trouble'
import { useWords } from '../core/words'
import { chooseLang } from '../shell/leave'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { checked, filled, password } from './checks'
import { Frame } from './frame'
import { DeadLink, LinkGate } from './link-gate'
import { PasswordField } from './password'

type Purpose = 'sign_up' | 'invitation'

const send: Record<Purpose, (token: string, entry: Entry) => Promise<Entered>> = {
  sign_up: auth.confirm,
  invitation: auth.accept,
}

/** Confirming a sign-up and accepting an invitation are one page with two sets of words. */
export function Enter({ token, purpose }: { token: string; purpose: Purpose }) {
  return (
    <LinkGate token={token} purpose={purpose}>
      {(facts) => <EnterForm token={token} purpose={purpose} facts={facts} />}
    </LinkGate>
  )
}

const entry = ({ name, password }: Values): Entry =>
  password === undefined ? {} : { name: name?.trim(), password }

/** Whoever has just joined goes on in the language they read the invitation in. */
async function arrive(): Promise<void> {
  const wish = lang.get()
  cache.removeQueries({ queryKey: ['session'] })
  const session = await cache.fetchQuery({ queryKey: ['session'], queryFn: auth.session })
  if (session.person.locale !== wish) await chooseLang(session, wish)
  redirect('/inbox')
}

function EnterForm({ token, purpose, facts }: { token: string; purpose: Purpose; facts: LinkFacts }) {
  const words = useWords()
  const { t } = words
  const [joined, setJoined] = useState(false)
  const vars = { merchant: facts.merchant_name ?? 'Manydesk', email: facts.email }
  const form = useForm(async (values) => {
    const { signed_in } = await send[purpose](token, entry(values))
    if (signed_in) await arrive()
    else setJoined(true)
  }, checked({ name: filled, password }, t))
  const own = purpose === 'sign_up' ? 'auth.confirm' : 'auth.invite'
  if (isCode(form.error, 'gone')) return <DeadLink purpose={purpose} />
  if (joined) return <Joined merchant={vars.merchant} />
  return (
    <Frame title={t(own, vars)} lead={t(`${own}.lead`, vars)}>
      <form onSubmit={form.onSubmit} noValidate>
        {form.error ? <Notice kind="danger">{isWeak(form.error) ? t('auth.weakPassword') : told(form.error, words)}</Notice> : null}
        {facts.needs_password ? <NewPerson faults={form.faults} email={facts.email} /> : <p>{t('auth.known')}</p>}
        <Button type="submit" kind="main" busy={form.busy}>
          {t(`${own}.do`)}
        </Button>
      </form>
    </Frame>
  )
}

function NewPerson({ faults, email }: { faults: Values; email: string }) {
  const { t } = useWords()
  return (
    <>
      <input type="email" autoComplete="username" value={email} hidden readOnly />
      <TextField name="name" label={t('auth.yourName')} autoComplete="name" error={faults['name']} maxLength={80} />
      <PasswordField
        label={t('auth.password')}
        autoComplete="new-password"
        hint={t('auth.password.rule')}
        error={faults['password']}
      />
    </>
  )
}

function Joined({ merchant }: { merchant: string }) {
  const { t } = useWords()
  return (
    <Frame title={merchant}>
      <Notice kind="success">{t('auth.joined', { merchant })}</Notice>
      <p>
        <a class="button main" href={href('/sign-in')}>
          <span>{t('auth.signIn')}</span>
        </a>
      </p>
    </Frame>
  )
}
