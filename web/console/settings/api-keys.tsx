import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { checked, filled } from '../auth/checks'
import { settings } from '../core/desk'
import type { ApiKey, NewApiKey } from '../core/records'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Blank, Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { Confirm } from './confirm'
import { Copy } from './copy'
import { PagedList } from './paged'
import { isRole, roleOptions, rolesFor } from './roles'
import { useSettingsWords } from './words'

export function ApiKeys() {
  const { t } = useSettingsWords()
  const [fresh, setFresh] = useState<NewApiKey | null>(null)
  return (
    <>
      <p class="hint">{t('keys.lead')}</p>
      {fresh ? <Fresh made={fresh} onDone={() => setFresh(null)} /> : <Create onMade={setFresh} />}
      <PagedList
        name="keys"
        load={settings.apiKeys}
        empty={<Blank icon="key" title={t('keys.none')} hint={t('keys.none.hint')} />}
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

function Create({ onMade }: { onMade: (made: NewApiKey) => void }) {
  const { t } = useSettingsWords()
  const words = useWords()
  const cache = useQueryClient()
  const create = async (values: Values): Promise<void> => {
    const role = values['role'] ?? ''
    const made = await settings.newApiKey(values['name']?.trim() ?? '', isRole(role) ? role : 'viewer')
    await cache.invalidateQueries({ queryKey: ['settings', 'keys'] })
    onMade(made)
  }
  const form = useForm(create, checked({ name: filled }, words.t))
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
      <div class="pair">
        <TextField name="name" label={t('keys.name')} error={form.faults['name']} autoComplete="off" maxLength={80} />
        <SelectField name="role" label={t('keys.role')} defaultValue="agent" options={roleOptions(rolesFor('admin'), words)} />
      </div>
      <Button type="submit" kind="main" icon="plus" busy={form.busy}>
        {t('keys.create')}
      </Button>
    </form>
  )
}

/** The key stands here once, and nowhere after. */
function Fresh({ made, onDone }: { made: NewApiKey; onDone: () => void }) {
  const { t } = useSettingsWords()
  return (
    <section class="block fresh" role="status">
      <h2>{t('keys.fresh')}</h2>
      <p class="hint">{t('keys.fresh.hint')}</p>
      <Copy text={made.key} label={made.name} />
      <div class="actions">
        <Button kind="main" onClick={onDone}>
          {t('keys.done')}
        </Button>
      </div>
    </section>
  )
}

function Line({ one }: { one: ApiKey }) {
  const { t } = useSettingsWords()
  const words = useWords()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const revoke = async (): Promise<void> => {
    await settings.revoke(one.id)
    toast(t('keys.revoked'))
    await cache.invalidateQueries({ queryKey: ['settings', 'keys'] })
  }
  return (
    <li>
      <span class="who">
        <strong>{one.name}</strong>
        <span class="hint">
          {words.t(`role.${one.role}`)} · {t('keys.created')} {words.moment(one.created_at)}
        </span>
      </span>
      <Button kind="danger" aria-label={t('keys.revoke.of', { name: one.name })} onClick={() => setAsking(true)}>
        {t('keys.revoke')}
      </Button>
      {asking && (
        <Confirm
          title={t('keys.revoke.of', { name: one.name })}
          text={t('keys.revoke.ask', { name: one.name })}
          act={revoke}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  )
}
