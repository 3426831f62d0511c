import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { checked, filled } from '../auth/checks'
import { canManage, useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Confirm } from '../settings/confirm'
import { PagedList } from '../settings/paged'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Blank, Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { type Team, teams } from './desk'
import { useSetupWords } from './words'

export function Teams() {
  const { t } = useSetupWords()
  const { role } = useSession()
  return (
    <>
      <p class="hint">{t('teams.lead')}</p>
      {canManage(role) && <Create />}
      <PagedList name="teams" load={teams.list} empty={<Blank icon="people" title={t('teams.none')} hint={t('teams.none.hint')} />}>
        {(items) => (
          <ul class="lines">
            {items.map((team) => (
              <Line key={team.id} team={team} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}

function Create() {
  const { t } = useSetupWords()
  const words = useWords()
  const cache = useQueryClient()
  const [made, setMade] = useState(0)
  const form = useForm(async (values: Values) => {
    const team = await teams.make(values['name']?.trim() ?? '')
    toast(t('teams.made', { name: team.name }))
    setMade((n) => n + 1)
    await cache.invalidateQueries({ queryKey: ['settings', 'teams'] })
  }, checked({ name: filled }, words.t))
  return (
    <form key={made} class="block" onSubmit={form.onSubmit} noValidate>
      {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
      <TextField name="name" label={t('teams.name')} error={form.faults['name']} maxLength={80} autoComplete="off" />
      <Button type="submit" kind="main" icon="plus" busy={form.busy}>
        {t('teams.make')}
      </Button>
    </form>
  )
}

function Line({ team }: { team: Team }) {
  const { t } = useSetupWords()
  const { role } = useSession()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = async (): Promise<void> => {
    await teams.remove(team.id)
    toast(t('teams.removed', { name: team.name }))
    await cache.invalidateQueries({ queryKey: ['settings', 'teams'] })
  }
  return (
    <li>
      <strong class="who">{team.name}</strong>
      {canManage(role) && (
        <Button kind="quiet" icon="trash" aria-label={t('teams.remove.of', { name: team.name })} onClick={() => setAsking(true)} />
      )}
      {asking && (
        <Confirm
          title={t('teams.remove.of', { name: team.name })}
          text={t('teams.remove.ask', { name: team.name })}
          act={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  )
}
