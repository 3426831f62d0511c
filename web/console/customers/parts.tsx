import { useState } from 'react'
import { nameOf } from '../core/names'
import { href } from '../core/router'
import { useWords } from '../core/words'
import { Confirm } from '../settings/confirm'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'
import { customers } from './desk'
import { Identities } from './known-by'
import { Merge } from './merge'
import type { PartProps } from './profile'
import { useCustomerWords } from './words'

/** The records that have been found to be the same person. */
export function Parts({ customer, deeds, may }: PartProps & { may: boolean }) {
  const { t } = useCustomerWords()
  const [merging, merge] = useState(false)
  return (
    <section class="block">
      <h2>{t('parts')}</h2>
      <p class="hint">{t('parts.lead')}</p>
      {customer.merged.length > 0 && (
        <ul class="lines">
          {customer.merged.map((other) => (
            <Part key={other} other={other} customer={customer} deeds={deeds} may={may} />
          ))}
        </ul>
      )}
      {may && (
        <Button icon="join" onClick={() => merge(true)}>
          {t('merge')}
        </Button>
      )}
      {merging && <Merge customer={customer} deeds={deeds} onClose={() => merge(false)} />}
    </section>
  )
}

/** Of a part the record says its id and what it is known by; its name stands in its own profile. */
function Part({ other, customer, deeds, may }: PartProps & { other: string; may: boolean }) {
  const { t } = useCustomerWords()
  const words = useWords()
  const [asking, ask] = useState(false)
  const name = nameOf({ id: other, name: '' }, words)
  const whole = nameOf(customer, words)
  const unmerge = async (): Promise<void> => {
    await deeds.deed(customers.unmerge(customer.id, other), other)
    toast(t('unmerged'))
  }
  return (
    <li>
      <div class="who">
        <a href={href(`/customers/${other}`)}>{name}</a>
        <Identities of={customer.identities.filter((each) => each.customer === other)} />
      </div>
      {may && (
        <Button aria-label={t('unmerge.of', { name })} onClick={() => ask(true)}>
          {t('unmerge')}
        </Button>
      )}
      {asking && <Confirm title={t('unmerge')} text={t('unmerge.ask', { name: whole, other: name })} act={unmerge} onClose={() => ask(false)} />}
    </li>
  )
}
