import { useQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { auth } from '../core/desk'
import type { LinkFacts } from '../core/records'
import { href } from '../core/router'
import { isCode } from '../core/trouble'
import { type Key, useWords } from '../core/words'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { Frame } from './frame'

type Purpose = LinkFacts['purpose']

interface Props {
  token: string
  purpose: Purpose
  children: (facts: LinkFacts) => ComponentChildren
}

/** Asks what a mailed link is for, without using it up, before showing its form. */
export function LinkGate({ token, purpose, children }: Props) {
  const { t } = useWords()
  const link = useQuery({ queryKey: ['link', token], queryFn: () => auth.facts(token), staleTime: Infinity, gcTime: 0 })
  if (link.data?.purpose === purpose) return <>{children(link.data)}</>
  if (link.data || isCode(link.error, 'gone', 'not_found', 'invalid', 'malformed')) return <DeadLink purpose={purpose} />
  return (
    <Frame title={t('app.loading')}>
      {link.error ? <Trouble error={link.error} retry={() => void link.refetch()} /> : <Skeleton rows={3} shape="line" />}
    </Frame>
  )
}

const ways: Record<Purpose, { to: string; key: Key }> = {
  sign_up: { to: '/sign-up', key: 'auth.signUp' },
  password_reset: { to: '/reset', key: 'auth.reset' },
  invitation: { to: '/sign-in', key: 'auth.signIn' },
}

export function DeadLink({ purpose }: { purpose: Purpose }) {
  const { t } = useWords()
  const way = ways[purpose]
  return (
    <Frame title={t('auth.dead')}>
      <p class="emblem">
        <Icon name="alert" size={40} />
      </p>
      <p role="status">{t(`auth.dead.${purpose}`)}</p>
      <p>
        <a class="button main" href={href(way.to)}>
          <span>{t(way.key)}</span>
        </a>
      </p>
      {purpose !== 'invitation' && (
        <p class="aside">
          <a href={href('/sign-in')}>{t('auth.toSignIn')}</a>
        </p>
      )}
    </Frame>
  )
}
