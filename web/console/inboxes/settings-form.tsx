import { useState } from 'react'
import { checked, filled } from '../auth/checks'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Outcome } from '../settings/outcome'
import { readOrigins } from '../settings/origins'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { type Faults, type Values, useForm } from '../ui/form'
import { CommonFields } from './common-fields'
import type { FormField, Inbox } from './desk'
import { EmailFields } from './email-fields'
import { Fields } from './fields'
import { FormFields } from './form-fields'
import { isAddress, isCount, settingsOf } from './settings'
import type { Save } from './use-inbox'
import { WebhookFields } from './webhook-fields'
import { type InboxWords, useInboxWords } from './words'

interface Props {
  inbox: Inbox
  save: Save
  stale: boolean
  saved: boolean
}

export const mostHours = 720
export const mostMessages = 1000

/** The desk judges in the end; what it would refuse for sure is said at its field. */
function faultsOf(values: Values, fields: readonly FormField[], { t }: InboxWords): Faults {
  const [bad] = readOrigins(values['origins'] ?? '').bad
  return {
    ...(!isAddress(values['url']?.trim() ?? '') && { url: t('webhook.url.bad') }),
    ...(!isCount(values['hours']?.trim() ?? '', mostHours) && { hours: t('count.bad', { n: mostHours }) }),
    ...(!isCount(values['messages']?.trim() ?? '', mostMessages) && { messages: t('count.bad', { n: mostMessages }) }),
    ...(bad && { origins: t('form.origins.bad', { text: bad }) }),
    ...(fields.some(({ label }) => !label.trim()) && { fields: t('form.fields.nameless') }),
    ...(fields.some(({ kind, options }) => kind === 'choice' && !options?.length) && { fields: t('form.fields.optionless') }),
    ...(fields.filter(({ kind }) => kind === 'files').length > 1 && { fields: t('form.fields.files') }),
  }
}

export function SettingsForm({ inbox, save, stale, saved }: Props) {
  const own = useInboxWords()
  const words = useWords()
  const { role } = useSession()
  const [fields, setFields] = useState<FormField[]>(inbox.channel === 'form' ? (inbox.settings.fields ?? []) : [])
  const keep = (values: Values): Promise<unknown> =>
    save({ name: values['name']?.trim() ?? '', settings: settingsOf(inbox.channel, values, fields) })
  const form = useForm(keep, (values) => ({
    ...checked({ name: filled }, words.t)(values),
    ...faultsOf(values, fields, own),
  }))
  const may = canManage(role)
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <h2>{own.t('settings')}</h2>
      <Outcome error={form.error} stale={stale} saved={saved} />
      <fieldset class="fields" disabled={!may}>
        <TextField name="name" label={own.t('name')} defaultValue={inbox.name} error={form.faults['name']} maxLength={80} />
        {inbox.channel === 'webhook' && <WebhookFields now={inbox.settings} faults={form.faults} />}
        {inbox.channel === 'email' && <EmailFields now={inbox.settings} />}
        {inbox.channel === 'form' && <FormFields now={inbox.settings} faults={form.faults} />}
        {inbox.channel === 'form' && <Fields fields={fields} set={setFields} fault={form.faults['fields']} />}
        {inbox.settings.from_address && <input type="hidden" name="from_address" value={inbox.settings.from_address} />}
        <CommonFields inbox={inbox} />
      </fieldset>
      {may && (
        <Button type="submit" kind="main" busy={form.busy}>
          {words.t('do.save')}
        </Button>
      )}
    </form>
  )
}
