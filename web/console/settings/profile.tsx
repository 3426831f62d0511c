import { useState } from 'react'
import type { Locale, Session } from '../../shared/wire'
import { auth, settings } from '../core/desk'
import { cache } from '../core/query'
import { checked, filled } from '../auth/checks'
import { lang } from '../core/prefs'
import { useSession } from '../core/session'
import { isCode } from '../core/trouble'
import { useWords } from '../core/words'
import { useLink } from '../live/live'
import { enterMerchant, signOut, signOutEverywhere } from '../shell/leave'
import { Button } from '../ui/button'
import { SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Outcome } from './outcome'
import { useSettingsWords } from './words'

export function Profile() {
  const { t } = useSettingsWords()
  const link = useLink()
  const { memberships } = useSession()
  return (
    <>
      <p class="hint">{t('profile.lead')}</p>
      <ProfileForm />
      {memberships.length > 1 && <Merchants />}
      <section class="block">
        <h2>{t('profile.sessions')}</h2>
        <p class="hint">{t('profile.everywhere.hint')}</p>
        <div class="actions">
          <Button icon="out" onClick={() => void signOut(link)}>
            {t('profile.out')}
          </Button>
          <Button kind="danger" onClick={() => void signOutEverywhere(link)}>
            {t('profile.everywhere')}
          </Button>
        </div>
      </section>
    </>
  )
}

function useSavePerson() {
  const { person } = useSession()
  const [state, setState] = useState({ stale: false, saved: false })
  const save = async (values: Values): Promise<void> => {
    setState({ stale: false, saved: false })
    const locale: Locale = values['locale'] === 'zh' ? 'zh' : 'en'
    try {
      const now = await settings.person(person.version, { name: values['name']?.trim(), locale })
      cache.setQueryData<Session>(['session'], (session) => session && { ...session, person: now })
      lang.set(locale)
      setState({ stale: false, saved: true })
    } catch (error) {
      if (!isCode(error, 'stale')) throw error
      cache.setQueryData(['session'], await auth.session())
      setState({ stale: true, saved: false })
    }
  }
  return { save, ...state }
}

function ProfileForm() {
  const { t } = useSettingsWords()
  const words = useWords()
  const { person } = useSession()
  const { save, stale, saved } = useSavePerson()
  const form = useForm(save, checked({ name: filled }, words.t))
  return (
    <form key={person.version} class="block" onSubmit={form.onSubmit} noValidate>
      <Outcome error={form.error} stale={stale} saved={saved} />
      <TextField name="name" label={t('profile.name')} defaultValue={person.name} error={form.faults['name']} maxLength={80} autoComplete="name" />
      <TextField label={t('profile.email')} value={person.email} readOnly />
      <SelectField
        name="locale"
        label={t('profile.language')}
        defaultValue={person.locale}
        options={[['zh', words.t('lang.zh')], ['en', words.t('lang.en')]]}
      />
      <Button type="submit" kind="main" busy={form.busy}>
        {words.t('do.save')}
      </Button>
    </form>
  )
}

function Merchants() {
  const { t } = useSettingsWords()
  const words = useWords()
  const { memberships, merchant } = useSession()
  return (
    <section class="block">
      <h2>{t('profile.merchants')}</h2>
      <ul class="lines">
        {memberships.map((m) => (
          <li key={m.merchant}>
            <span>
              <strong>{m.merchant_name}</strong> <span class="hint">{words.t(`role.${m.role}`)}</span>
            </span>
            {m.merchant === merchant.id ? (
              <span class="hint">{t('profile.current')}</span>
            ) : (
              <Button onClick={() => void enterMerchant(m.merchant)} aria-label={`${t('profile.enter')}: ${m.merchant_name}`}>
                {t('profile.enter')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
