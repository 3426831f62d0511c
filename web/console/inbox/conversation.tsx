import { Suspense, lazy, useState } from 'react'
import type { Conversation as Record } from '../../shared/wire'
import { useCommand } from '../core/commands'
import type { View } from '../core/desk'
import { useWide } from '../core/media'
import { nameOf } from '../core/names'
import { sidePanel } from '../core/prefs'
import { isCode } from '../core/trouble'
import { useStore } from '../core/store'
import { useWords } from '../core/words'
import { Dialog } from '../ui/dialog'
import { Blank, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { about } from './about-store'
import { Composer } from './composer'
import { Header } from './header'
import { Side } from './side'
import { Thread } from './thread'
import { type Moves, useMoves } from './use-moves'
import { useConversation, useSeen, useTalk } from './use-talk'
import { Why } from './why'

const About = lazy(() => import('./about'))
const Full = lazy(() => import('./full'))
const Transfer = lazy(() => import('./transfer'))
const CreateTicket = lazy(() => import('../tickets/create'))

export function Conversation({ id, view }: { id: string; view: View }) {
  const { t } = useWords()
  const found = useConversation(id)
  if (found.data) return <Open c={found.data} view={view} />
  return (
    <main class="talk">
      <h1 class="for-ears">{t('side.conversation')}</h1>
      {isCode(found.error, 'not_found', 'malformed', 'invalid') ? (
        <Blank icon="search" title={t('talk.gone')} />
      ) : found.error ? (
        <Trouble error={found.error} lead={t('talk.broken')} retry={() => void found.refetch()} />
      ) : (
        <Skeleton rows={5} shape="bubble" />
      )}
    </main>
  )
}

function Open({ c, view }: { c: Record; view: View }) {
  const wide = useWide()
  const beside = useStore(sidePanel)
  const [drawer, setDrawer] = useState(false)
  const moves = useMoves(c)
  const talk = useTalk(c)
  useSeen(c, talk.data)
  const toggle = (): void => (wide ? sidePanel.set(!beside) : setDrawer(!drawer))
  useCommand('side', toggle)
  return (
    <>
      <main class="talk">
        <Header c={c} view={view} moves={moves} side={{ open: wide && beside, toggle }} />
        <Why c={c} />
        <Thread c={c} talk={talk} />
        <Composer c={c} moves={moves} />
      </main>
      <Dialogs c={c} moves={moves} />
      {wide && beside && <Beside c={c} />}
      {!wide && drawer && <Drawer c={c} onClose={() => setDrawer(false)} />}
    </>
  )
}

/** What is asked now and then comes when it is asked for. */
function Dialogs({ c, moves }: { c: Record; moves: Moves }) {
  const words = useWords()
  const [title] = useState(() => `${nameOf(c.customer, words)}: ${c.last?.preview ?? ''}`)
  const message = useStore(about)
  return (
    <Suspense fallback={null}>
      {message?.conversation === c.id && <About m={message} />}
      {moves.dialog === 'full' && <Full moves={moves} />}
      {moves.dialog === 'transfer' && <Transfer c={c} onClose={moves.close} />}
      {moves.dialog === 'ticket' && <CreateTicket from={{ conversation: c.id, title }} onClose={moves.close} />}
    </Suspense>
  )
}

function Beside({ c }: { c: Record }) {
  const { t } = useWords()
  return (
    <aside class="side" aria-label={t('side.label')}>
      <Side c={c} />
    </aside>
  )
}

function Drawer({ c, onClose }: { c: Record; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog title={t('act.side')} onClose={onClose} className="drawer">
      <Side c={c} />
    </Dialog>
  )
}
