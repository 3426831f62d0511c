import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Outcome } from '../settings/outcome'
import { Button } from '../ui/button'
import { SelectField, TextField } from '../ui/field'
import { type Faults, type Values, useForm } from '../ui/form'
import { Notice, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { type Email, type Form, type SendingDomain, sendingDomains } from './desk'
import { Domains } from './domains'
import type { Save } from './use-inbox'
import { type InboxWords, useInboxWords } from './words'

type Mailed = Email | Form
interface Props {
  inbox: Mailed
  save: Save
}

const local = /^[\w.-]{1,64}$/
const split = (address: string): [string, string] => [address.slice(0, address.indexOf('@')), address.slice(address.indexOf('@') + 1)]

/** From which address an inbox's mail leaves, and by which domains it may be one of the merchant's own. */
export function Sender({ inbox, save }: Props) {
  const words = useInboxWords()
  const { role } = useSession()
  return (
    <section class="block sender">
      <h2>{words.t('sender')}</h2>
      <p class="hint">{words.t('sender.lead')}</p>
      {canManage(role) ? <Managed inbox={inbox} save={save} /> : <p>{now(inbox, inbox.settings.from_address ?? '', words)}</p>}
    </section>
  )
}

const now = (inbox: Mailed, own: string, { t }: InboxWords): string => {
  if (own) return t('sender.now', { address: own })
  return inbox.channel === 'email' ? t('sender.own', { address: inbox.address }) : t('sender.own.form')
}

function Managed({ inbox, save }: Props) {
  const known = useQuery({ queryKey: ['settings', 'domains'], queryFn: ({ signal }) => sendingDomains.list(signal), staleTime: 0 })
  if (known.isPending) return <Skeleton rows={3} shape="line" />
  if (!known.data) return <Trouble error={known.error} retry={() => void known.refetch()} />
  const domains = known.data.items
  return (
    <>
      <Standing inbox={inbox} domains={domains} />
      <Choice inbox={inbox} save={save} domains={domains} />
      <Domains domains={domains} />
    </>
  )
}

/** What customers see just now: not always what was chosen. */
function Standing({ inbox, domains }: { inbox: Mailed; domains: SendingDomain[] }) {
  const words = useInboxWords()
  const address = inbox.settings.from_address ?? ''
  const [, domain] = split(address.toLowerCase())
  const proved = domains.some((one) => one.domain === domain && one.state === 'proved')
  if (address && !proved) return <Notice kind="warning">{words.t('sender.fallen', { address, domain })}</Notice>
  return <p>{now(inbox, address, words)}</p>
}

function Choice({ inbox, save, domains }: Props & { domains: SendingDomain[] }) {
  const own = useInboxWords()
  const words = useWords()
  const [name, of] = split(inbox.settings.from_address ?? 'support@')
  const proved = domains.filter((one) => one.state === 'proved' || one.domain === of).map((one) => one.domain)
  const [domain, choose] = useState(proved.includes(of) ? of : '')
  const [saved, setSaved] = useState(false)
  const keep = async (values: Values): Promise<void> => {
    const { from_address: _, ...rest } = inbox.settings
    const address = domain ? `${values['local']?.trim() ?? ''}@${domain}` : ''
    setSaved((await save({ settings: address ? { ...rest, from_address: address } : rest })) !== undefined)
  }
  const judge = (values: Values): Faults => (!domain || local.test(values['local']?.trim() ?? '') ? {} : { local: own.t('sender.local.bad') })
  const form = useForm(keep, judge)
  if (!proved.length && !inbox.settings.from_address) return null
  return (
    <form class="fields" onSubmit={form.onSubmit} noValidate>
      <Outcome error={form.error} stale={false} saved={saved} />
      <div class="pair">
        {domain && <TextField name="local" label={own.t('sender.local')} defaultValue={name} error={form.faults['local']} maxLength={64} autoComplete="off" />}
        <SelectField
          name="domain"
          label={own.t('sender.choose')}
          value={domain}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          options={[['', own.t('sender.choose.own')], ...proved.map((each) => [each, `@${each}`] as const)]}
        />
      </div>
      <div class="actions">
        <Button type="submit" kind="main" busy={form.busy}>
          {words.t('do.save')}
        </Button>
      </div>
    </form>
  )
}
