import { useState } from 'react'
import { type Attribute, tiers } from '../core/records'
import { useWords } from '../core/words'
import { Outcome } from '../settings/outcome'
import { Button } from '../ui/button'
import { SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { toast } from '../ui/toast'
import { Attributes } from './attributes'
import { changeOf, faultsOf, longest } from './edit'
import type { PartProps } from './profile'
import { useCustomerWords } from './words'

export function Details({ customer, deeds, may }: PartProps & { may: boolean }) {
  const own = useCustomerWords()
  const words = useWords()
  const { t } = own
  const [attributes, set] = useState<Attribute[]>(customer.attributes)
  const send = async (values: Values): Promise<void> => {
    const change = changeOf(customer, values, attributes)
    if (Object.keys(change).length) await deeds.save(change)
    else toast(words.t('do.saved'))
  }
  const form = useForm(send, (values) => faultsOf(customer, values, attributes, own))
  const field = (name: 'name' | 'company' | 'email' | 'phone') => ({
    name, label: t(name), defaultValue: customer[name], error: form.faults[name], maxLength: longest[name], autoComplete: 'off',
  })
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <h2>{t('details')}</h2>
      <Outcome error={form.error} stale={deeds.stale} saved={deeds.saved} />
      <fieldset class="fields" disabled={!may}>
        <div class="halves">
          <TextField {...field('name')} />
          <TextField {...field('company')} />
        </div>
        <div class="halves">
          <TextField {...field('email')} type="email" hint={t('email.hint')} />
          <TextField {...field('phone')} type="tel" hint={t('phone.hint')} />
        </div>
        <SelectField name="tier" label={t('tier')} defaultValue={customer.tier} options={tiers.map((one) => [one, t(`tier.${one}`)] as const)} />
        <Attributes attributes={attributes} set={set} fault={form.faults['attributes']} />
      </fieldset>
      {may && (
        <Button type="submit" kind="main" busy={form.busy}>
          {words.t('do.save')}
        </Button>
      )}
    </form>
  )
}
