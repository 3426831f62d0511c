import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { checked, email } from '../auth/checks'
import { settings } from '../core/desk'
import type { Invitation } from '../core/records'
import { useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Blank, Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { PagedList } from './paged'
import { isRole, roleOptions, rolesFor } from './roles'
import { useSettingsWords } from './words'

export function Invitations() {
  const { t } = useSettingsWords()
  const [round, setRound] = useState(0)
  return (
    <>
      <p class="hint">{t('invitations.lead')}</p>
      <Invite key={round} onSent={() => setRound(round + 1)} />
      <PagedList
        name="invitations"
        load={settings.invitations}
        empty={<Blank icon="mail" title={t('invitations.none')} hint={t('invitations.none.hint')} />}
      >
        {(items) => (
          <ul class="lines">
            {items.map((one) => (
              <Line key={one.id} one={one} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}

function Invite({ onSent }: { onSent: () => void }) {
  const { t } = useSettingsWords()
  const words = useWords()
  const { role } = useSession()
  const cache = useQueryClient()
  const send = async (values: Values): Promise<void> => {
    const address = values['email']?.trim() ?? ''
    const as = values['role'] ?? ''
    await settings.invite(address, isRole(as) ? as : 'agent')
    toast(t('invitations.sent', { email: address }))
    await cache.invalidateQueries({ queryKey: ['settings', 'invitations'] })
    onSent()
  }
  const form = useForm(send, checked({ email }, words.t))
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
      <div class="pair">
        <TextField name="email" type="email" label={t('invitations.email')} error={form.faults['email']} autoComplete="off" />
        <SelectField name="role" label={t('invitations.role')} defaultValue="agent" options={roleOptions(rolesFor(role), words)} />
      </div>
      <Button type="submit" kind="main" icon="mail" busy={form.busy}>
        {t('invitations.send')}
      </Button>
    </form>
  )
}

function Line({ one }: { one: Invitation }) {
  const { t } = useSettingsWords()
  const words = useWords()
  const cache = useQueryClient()
  const withdraw = async (): Promise<void> => {
    try {
      await settings.withdraw(one.id)
      toast(t('invitations.withdrawn'))
    } catch (error) {
      toast(told(error, words))
    }
    await cache.invalidateQueries({ queryKey: ['settings', 'invitations'] })
  }
  return (
    <li>
      <span class="who">
        <strong>{one.email}</strong>
        <span class="hint">
          {words.t(`role.${one.role}`)}
          {one.expires_at && ` · ${t('invitations.expires')} ${words.moment(one.expires_at)}`}
        </span>
      </span>
      <Button aria-label={t('invitations.withdraw.of', { email: one.email })} onClick={() => void withdraw()}>
        {t('invitations.withdraw')}
      </Button>
    </li>
  )
}
