import { useState } from 'react'
import { textOn } from '../../shared/colour'
import type { Merchant as Shape, Session } from '../../shared/wire'
import { checked, filled } from '../auth/checks'
import { settings } from '../core/desk'
import { cache } from '../core/query'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { zoneOptions } from '../core/zones'
import { Button } from '../ui/button'
import { AreaField, SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { Outcome } from './outcome'
import { useRecord } from './use-record'
import { useSettingsWords } from './words'

const change = (values: Values): Partial<Shape> => ({
  name: values['name']?.trim(),
  locale: values['locale'] === 'zh' ? 'zh' : 'en',
  time_zone: values['time_zone'],
  branding: { accent: values['accent'] ?? '' },
  greeting: { zh: values['greeting_zh']?.trim() ?? '', en: values['greeting_en']?.trim() ?? '' },
})

export function Merchant() {
  const { t } = useSettingsWords()
  const { record, save, stale, saved } = useRecord('merchant', settings.merchant)
  const keep = async (values: Values): Promise<void> => {
    const now = await save((version) => settings.changeMerchant(version, change(values)))
    if (now) cache.setQueryData<Session>(['session'], (session) => session && { ...session, merchant: now })
  }
  if (record.isPending) return <Skeleton rows={5} shape="line" />
  if (!record.data) return <Trouble error={record.error} retry={() => void record.refetch()} />
  return (
    <>
      <p class="hint">{t('merchant.lead')}</p>
      <MerchantForm key={record.data.version} merchant={record.data} keep={keep} stale={stale} saved={saved} />
    </>
  )
}

interface Props {
  merchant: Shape
  keep: (values: Values) => Promise<void>
  stale: boolean
  saved: boolean
}

function MerchantForm({ merchant, keep, stale, saved }: Props) {
  const { t } = useSettingsWords()
  const words = useWords()
  const { role } = useSession()
  const form = useForm(keep, checked({ name: filled }, words.t))
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <Outcome error={form.error} stale={stale} saved={saved} />
      {!canManage(role) && <Notice kind="info">{t('merchant.readOnly')}</Notice>}
      <fieldset class="fields" disabled={!canManage(role)}>
        <TextField name="name" label={t('merchant.name')} defaultValue={merchant.name} error={form.faults['name']} maxLength={80} />
        <SelectField
          name="locale"
          label={t('merchant.locale')}
          defaultValue={merchant.locale}
          options={[['zh', words.t('lang.zh')], ['en', words.t('lang.en')]]}
        />
        <SelectField name="time_zone" label={t('merchant.zone')} defaultValue={merchant.time_zone} options={zoneOptions(merchant.time_zone)} />
        <Accent colour={merchant.branding.accent} />
        <AreaField name="greeting_zh" lang="zh-CN" rows={2} maxLength={500} label={t('merchant.greeting.zh')} defaultValue={merchant.greeting.zh} />
        <AreaField name="greeting_en" lang="en" rows={2} maxLength={500} label={t('merchant.greeting.en')} defaultValue={merchant.greeting.en} />
      </fieldset>
      {canManage(role) && (
        <Button type="submit" kind="main" busy={form.busy}>
          {words.t('do.save')}
        </Button>
      )}
    </form>
  )
}

function Accent({ colour }: { colour: string }) {
  const { t } = useSettingsWords()
  const [now, setNow] = useState(colour)
  return (
    <div class="accent">
      <TextField
        name="accent"
        type="color"
        label={t('merchant.accent')}
        hint={t('merchant.accent.hint')}
        value={now}
        onInput={(event) => setNow(event.currentTarget.value)}
      />
      <span class="accent-sample" style={{ background: now, color: textOn(now) }}>
        {t('merchant.preview')}
      </span>
    </div>
  )
}
