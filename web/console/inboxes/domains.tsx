import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../../shared/api'
import { checked, filled } from '../auth/checks'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Confirm } from '../settings/confirm'
import { Copy } from '../settings/copy'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Icon, type IconName } from '../ui/icon'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { type DnsRecord, type SendingDomain, sendingDomains } from './desk'
import { useInboxWords } from './words'

const icons: Record<SendingDomain['state'], IconName> = { waiting: 'clock', proved: 'check', failed: 'alert', lost: 'alert' }
const looks: Record<SendingDomain['state'], string> = { waiting: '', proved: 'resolved', failed: 'late', lost: 'late' }

function useReload(): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: ['settings', 'domains'] })
}

/** The merchant's own, each with what it is proved by. */
export function Domains({ domains }: { domains: SendingDomain[] }) {
  const { t } = useInboxWords()
  return (
    <div class="domains">
      <h3>{t('domains')}</h3>
      <p class="hint">{t('domains.lead')}</p>
      {domains.length ? (
        <ul>
          {domains.map((one) => (
            <li key={one.id}>
              <Domain one={one} />
            </li>
          ))}
        </ul>
      ) : (
        <p>{t('domains.none')}</p>
      )}
      <Add />
    </div>
  )
}

function Domain({ one }: { one: SendingDomain }) {
  const { t } = useInboxWords()
  const reload = useReload()
  const [removing, remove] = useState(false)
  const gone = async (): Promise<void> => {
    await sendingDomains.remove(one.id)
    toast(t('domain.removed', { domain: one.domain }))
    await reload()
  }
  return (
    <>
      <div class="bar">
        <strong>{one.domain}</strong>
        <span class={`mark ${looks[one.state]}`}>
          <Icon name={icons[one.state]} size={13} />
          {t(`domain.state.${one.state}`)}
        </span>
      </div>
      <p class="hint">{t(`domain.${one.state}`, { domain: one.domain })}</p>
      {one.state !== 'failed' && one.records.map((record) => <Shown key={record.host} record={record} domain={one.domain} />)}
      <div class="actions">
        <Check one={one} />
        <Button icon="trash" aria-label={t('domain.remove.of', { domain: one.domain })} onClick={() => remove(true)}>
          {t('domain.remove')}
        </Button>
      </div>
      {removing && <Confirm title={t('domain.remove')} text={t('domain.remove.ask', { domain: one.domain })} act={gone} onClose={() => remove(false)} />}
    </>
  )
}

function Shown({ record, domain }: { record: DnsRecord; domain: string }) {
  const { t } = useInboxWords()
  const parts = (['host', 'value'] as const).map((name) => [t(`domain.record.${name}`), record[name]] as const)
  return (
    <dl class="record">
      <dt>{t('domain.record.type')}</dt>
      <dd>{record.type}</dd>
      {parts.map(([part, text]) => (
        <>
          <dt>{part}</dt>
          <dd>
            <Copy text={text} label={t('domain.record.of', { part, domain })} />
          </dd>
        </>
      ))}
      <dd class="hint">{t('domain.record.hint')}</dd>
    </dl>
  )
}

function Check({ one }: { one: SendingDomain }) {
  const { t } = useInboxWords()
  const words = useWords()
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    await sendingDomains
      .check(one.id)
      .then(({ domain, state }) => toast(t('domain.checked', { domain, state: t(`domain.state.${state}`) })), setError)
    await reload()
    setBusy(false)
  }
  return (
    <>
      {error ? <Notice kind="danger">{told(error, words)}</Notice> : null}
      <Button icon="refresh" busy={busy} aria-label={t('domain.check.of', { domain: one.domain })} onClick={() => void run()}>
        {t('domain.check')}
      </Button>
    </>
  )
}

function Add() {
  const own = useInboxWords()
  const words = useWords()
  const reload = useReload()
  const [n, next] = useState(0)
  const add = async (values: Values): Promise<void> => {
    await sendingDomains.add(values['sending_domain']?.trim() ?? '')
    await reload()
    next(n + 1)
  }
  const form = useForm(add, checked({ sending_domain: filled }, words.t))
  const key = `domain.bad.${form.error instanceof Problem ? form.error.rule : ''}`
  const refused = form.error ? (own.has(key) ? own.t(key) : told(form.error, words)) : undefined
  return (
    <form class="fields" onSubmit={form.onSubmit} noValidate>
      <TextField
        key={n}
        name="sending_domain"
        label={own.t('domain.name')}
        hint={own.t('domain.name.hint')}
        error={form.faults['sending_domain'] ?? refused}
        maxLength={253}
        autoComplete="off"
        spellcheck={false}
        inputMode="url"
      />
      <div class="actions">
        <Button type="submit" icon="plus" busy={form.busy}>
          {own.t('domain.add')}
        </Button>
      </div>
    </form>
  )
}
