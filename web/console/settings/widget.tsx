import { useState } from 'react'
import type { Widget as Shape } from '../core/records'
import { settings } from '../core/desk'
import { cache } from '../core/query'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { AreaField } from '../ui/field'
import { type Faults, type Values, useForm } from '../ui/form'
import { Notice, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { toast } from '../ui/toast'
import { Confirm } from './confirm'
import { Copy } from './copy'
import { readOrigins } from './origins'
import { Outcome } from './outcome'
import { useRecord } from './use-record'
import { useSettingsWords } from './words'

export function Widget() {
  const { t } = useSettingsWords()
  const { role } = useSession()
  const { record, save, stale, saved } = useRecord('widget', settings.widget)
  const keep = async (values: Values): Promise<void> => {
    const { origins } = readOrigins(values['origins'] ?? '')
    await save((version) => settings.changeWidget(version, origins))
  }
  if (record.isPending) return <Skeleton rows={4} shape="line" />
  if (!record.data) return <Trouble error={record.error} retry={() => void record.refetch()} />
  return (
    <>
      <section class="block">
        <p>{t('widget.lead')}</p>
        <Copy text={record.data.snippet} label={t('widget.snippet')} />
        <p class="hint">
          {t('widget.key')}: <code>{record.data.key}</code>
        </p>
        {canManage(role) && <Renew />}
      </section>
      <Origins key={record.data.version} widget={record.data} keep={keep} stale={stale} saved={saved} />
    </>
  )
}

interface Props {
  widget: Shape
  keep: (values: Values) => Promise<void>
  stale: boolean
  saved: boolean
}

function Origins({ widget, keep, stale, saved }: Props) {
  const { t } = useSettingsWords()
  const words = useWords()
  const { role } = useSession()
  const form = useForm(keep, ({ origins = '' }): Faults => {
    const { bad } = readOrigins(origins)
    return bad[0] ? { origins: t('widget.origins.bad', { text: bad[0] }) } : {}
  })
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <Outcome error={form.error} stale={stale} saved={saved} />
      {!widget.allowed_origins.length && <Notice kind="warning">{t('widget.origins.none')}</Notice>}
      <fieldset class="fields" disabled={!canManage(role)}>
        <AreaField
          name="origins"
          rows={4}
          label={t('widget.origins')}
          hint={t('widget.origins.hint')}
          error={form.faults['origins']}
          defaultValue={widget.allowed_origins.join('\n')}
        />
      </fieldset>
      {canManage(role) && (
        <Button type="submit" kind="main" busy={form.busy}>
          {words.t('do.save')}
        </Button>
      )}
    </form>
  )
}

function Renew() {
  const { t } = useSettingsWords()
  const [asking, setAsking] = useState(false)
  const renew = async (): Promise<void> => {
    cache.setQueryData(['settings', 'widget'], await settings.newWidgetKey())
    toast(t('widget.renewed'))
  }
  return (
    <div class="actions">
      <Button icon="refresh" onClick={() => setAsking(true)}>
        {t('widget.renew')}
      </Button>
      {asking && (
        <Confirm title={t('widget.renew')} text={t('widget.renew.ask')} act={renew} onClose={() => setAsking(false)} />
      )}
    </div>
  )
}
