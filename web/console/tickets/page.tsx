import { useEffect, useRef, useState } from 'react'
import type { Ticket } from '../../shared/tickets'
import { useCommand } from '../core/commands'
import { useWide } from '../core/media'
import { sidePanel } from '../core/prefs'
import { href } from '../core/router'
import { canWrite, useSession } from '../core/session'
import { useStore } from '../core/store'
import { isCode } from '../core/trouble'
import { useWords } from '../core/words'
import { useTitle } from '../shell/use-title'
import { Button, IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { Blank, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { About } from './about'
import { Acts } from './acts'
import { Facts } from './facts'
import { listPlace } from './list'
import { Due, TicketStatusMark } from './marks'
import { Timeline } from './timeline'
import { type Edit, useEdit } from './use-edit'
import { useTicket } from './use-ticket'
import { useTicketWords } from './words'
import { Write } from './write'

export function TicketPage({ id }: { id: string }) {
  const { t } = useTicketWords()
  const found = useTicket(id)
  if (found.data) return <Open ticket={found.data} />
  return (
    <main class="talk">
      <h1 class="for-ears">{t('ticket')}</h1>
      {isCode(found.error, 'not_found', 'malformed', 'invalid') ? (
        <Blank icon="search" title={t('ticket.gone')}>
          <a class="button" href={href('/tickets')}>
            <span>{t('tickets')}</span>
          </a>
        </Blank>
      ) : found.error ? (
        <Trouble error={found.error} lead={t('ticket.broken')} retry={() => void found.refetch()} />
      ) : (
        <Skeleton rows={6} shape="line" />
      )}
    </main>
  )
}

function Open({ ticket }: { ticket: Ticket }) {
  const { t } = useTicketWords()
  const wide = useWide()
  const beside = useStore(sidePanel)
  const [drawer, setDrawer] = useState(false)
  const edit = useEdit(ticket)
  const mayWrite = canWrite(useSession().role)
  const toggle = (): void => (wide ? sidePanel.set(!beside) : setDrawer(!drawer))
  useCommand('side', toggle)
  return (
    <>
      <main class="talk ticket-page">
        <Head ticket={ticket} edit={edit} mayWrite={mayWrite} side={{ open: wide && beside, toggle }} />
        {(wide || !drawer) && <Conflict edit={edit} />}
        <div class="ticket-scroll" tabIndex={-1}>
          <div class="ticket-inner">
            <About ticket={ticket} edit={edit} mayWrite={mayWrite} />
            <Timeline ticket={ticket} />
          </div>
        </div>
        {mayWrite && <Write ticket={ticket} />}
      </main>
      {wide && beside && (
        <aside class="side" aria-label={t('ticket.details')}>
          <Facts ticket={ticket} edit={edit} mayWrite={mayWrite} />
        </aside>
      )}
      {!wide && drawer && (
        <Dialog title={t('ticket.details')} onClose={() => setDrawer(false)} className="drawer">
          <Conflict edit={edit} />
          <Facts ticket={ticket} edit={edit} mayWrite={mayWrite} />
        </Dialog>
      )}
    </>
  )
}

interface HeadProps {
  ticket: Ticket
  edit: Edit
  mayWrite: boolean
  side: { open: boolean; toggle: () => void }
}

function Head({ ticket, edit, mayWrite, side }: HeadProps) {
  const { t } = useTicketWords()
  const words = useWords()
  const named = ticket.erased ? t('erased') : ticket.title
  useTitle(`#${ticket.number} ${named}`)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <header class="talk-head ticket-head">
      <a class="button quiet" href={href(listPlace.get())} aria-label={`${words.t('do.back')}: ${t('tickets')}`}>
        <Icon name="back" />
      </a>
      <div class="talk-who">
        <h1 ref={title} tabIndex={-1}>
          <span class="number">#{ticket.number}</span> {named}
        </h1>
        <p>
          <TicketStatusMark status={ticket.status} />
          <Due ticket={ticket} />
        </p>
      </div>
      {mayWrite && <Acts ticket={ticket} edit={edit} />}
      <IconButton label={t('ticket.details')} icon="side" aria-pressed={side.open} onClick={side.toggle} />
    </header>
  )
}

/** Their state is on the screen already; what is asked is what becomes of mine. */
function Conflict({ edit }: { edit: Edit }) {
  const { t } = useTicketWords()
  if (!edit.conflict) return null
  return (
    <div class="conflict" role="alert">
      <Icon name="alert" />
      <div>
        <strong>{t('conflict')}</strong>
        <p>
          {t('conflict.lead')} {t('conflict.mine', { what: edit.conflict.what })}
        </p>
      </div>
      <div class="actions">
        <Button onClick={edit.dismiss}>{t('conflict.reload')}</Button>
        <Button kind="main" busy={edit.busy} onClick={edit.apply}>
          {t('conflict.apply')}
        </Button>
      </div>
    </div>
  )
}
