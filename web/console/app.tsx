import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useEffect } from 'react'
import type { Session } from '../shared/wire'
import { Enter } from './auth/enter'
import { Frame } from './auth/frame'
import { Reset } from './auth/reset'
import { SignIn } from './auth/sign-in'
import { SignUp } from './auth/sign-up'
import { auth } from './core/desk'
import { lang } from './core/prefs'
import { type Place, redirect, usePlace } from './core/router'
import { SessionContext } from './core/session'
import { isCode } from './core/trouble'
import { useWords } from './core/words'
import { Inbox } from './inbox/inbox'
import { Live } from './live/live'
import { Shell } from './shell/shell'
import { Blank, Trouble } from './ui/notice'
import { Skeleton } from './ui/skeleton'
import { Toasts } from './ui/toast'

const Customers = lazy(() => import('./customers/customers'))
const Settings = lazy(() => import('./settings/settings'))
const Tickets = lazy(() => import('./tickets/tickets'))

export function App() {
  const place = usePlace()
  return (
    <>
      <Door place={place} />
      <Toasts />
    </>
  )
}

/** Pages for everybody first; the rest needs somebody signed in. */
function Door({ place }: { place: Place }) {
  const token = place.query.get('token')
  switch (place.path[0]) {
    case 'sign-up':
      return <SignUp />
    case 'confirm':
      return <Enter key={token} token={token ?? ''} purpose="sign_up" />
    case 'invite':
      return <Enter key={token} token={token ?? ''} purpose="invitation" />
    case 'reset':
      return <Reset key={token} token={token} />
    default:
      return <Gate place={place} />
  }
}

const session = (): Promise<Session | null> =>
  auth.session().catch((error: unknown) => {
    if (isCode(error, 'unauthenticated')) return null
    throw error
  })

function Gate({ place }: { place: Place }) {
  const { t } = useWords()
  const found = useQuery({ queryKey: ['session'], queryFn: session, staleTime: Infinity, gcTime: Infinity })
  const wish = found.data?.person.locale
  useEffect(() => {
    if (wish) lang.set(wish)
  }, [wish])
  if (found.data) return <Desk session={found.data} place={place} />
  if (found.data === null) return <SignIn />
  return (
    <Frame title={found.error ? 'Manydesk' : t('app.loading')}>
      {found.error ? <Trouble error={found.error} retry={() => void found.refetch()} /> : <Skeleton rows={3} shape="line" />}
    </Frame>
  )
}

function Desk({ session, place }: { session: Session; place: Place }) {
  return (
    <SessionContext.Provider value={session}>
      <Live key={`${session.merchant.id}:${session.person.id}`} session={session}>
        <Shell place={place}>
          <Room place={place} />
        </Shell>
      </Live>
    </SessionContext.Provider>
  )
}

function Room({ place }: { place: Place }) {
  const { t } = useWords()
  const [room] = place.path
  const astray = room === undefined || room === 'sign-in'
  useEffect(() => {
    if (astray) redirect('/inbox')
  }, [astray])
  if (room === 'inbox' || astray) return <Inbox place={place} />
  if (room === 'tickets')
    return (
      <Suspense fallback={<Coming title={t('app.tickets')} />}>
        <Tickets place={place} />
      </Suspense>
    )
  if (room === 'customers')
    return (
      <Suspense fallback={<Coming title={t('app.customers')} />}>
        <Customers id={place.path[1]} />
      </Suspense>
    )
  if (room === 'settings')
    return (
      <Suspense fallback={<Coming title={t('app.settings')} />}>
        <Settings section={place.path[1]} />
      </Suspense>
    )
  return (
    <main class="talk empty">
      <h1 class="for-ears">Manydesk</h1>
      <Blank icon="search" title={t('app.gone')}>
        <a class="button main" href="#/inbox">
          <span>{t('app.home')}</span>
        </a>
      </Blank>
    </main>
  )
}

/** In the place of a room whose code is still on its way. */
function Coming({ title }: { title: string }) {
  return (
    <main class="talk">
      <h1 class="for-ears">{title}</h1>
      <Skeleton rows={4} shape="line" />
    </main>
  )
}
