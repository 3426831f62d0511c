import { useState } from 'react'
import type { Ticket, TicketStatus } from '../../shared/tickets'
import { useCommand } from '../core/commands'
import { useSession } from '../core/session'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { AreaField } from '../ui/field'
import { Menu } from '../ui/menu'
import { tickets } from './desk'
import { isEnded, nextOf } from './transitions'
import type { Deed, Edit } from './use-edit'
import { type TicketKey, useTicketWords } from './words'

type Step = Exclude<TicketStatus, 'new' | 'merged'>

const isStep = (to: TicketStatus): to is Step => to !== 'new' && to !== 'merged'

const wordOf = (from: TicketStatus, to: Step): TicketKey => (from === 'resolved' && to === 'open' ? 'to.reopen' : `to.${to}`)

/** What can become of the ticket now; the likeliest as a button of its own. */
export function Acts({ ticket, edit }: { ticket: Ticket; edit: Edit }) {
  const { t } = useTicketWords()
  const { person } = useSession()
  const [resolving, setResolving] = useState(false)
  const { status } = ticket
  const steps = nextOf(status).filter(isStep)
  const move = (to: Step): void => void (to === 'resolved' ? setResolving(true) : edit.run(deed(to)))
  const deed = (to: Step, reason?: string): Deed => ({
    what: t(wordOf(status, to)),
    send: (version) => tickets.transition(ticket.id, version, to, reason),
    // Resolving tells the customer, which nothing takes back.
    undo: nextOf(to).includes(status) && to !== 'resolved'
      ? (version) => tickets.transition(ticket.id, version, status)
      : undefined,
  })
  const main: Step | undefined = steps.includes('resolved') ? 'resolved' : steps[0]
  const free = ticket.assignee?.id !== person.id && !isEnded(status)
  const take = free ? () => void edit.run(taking(ticket, person.id, t('take'))) : null
  useCommand('take', take)
  useCommand('resolve', steps.includes('resolved') ? () => move('resolved') : null)
  useCommand('reopen', status === 'resolved' ? () => move('open') : null)
  if (!main) return null
  return (
    <div class="talk-acts" role="group" aria-label={t('ticket.actions')}>
      {take && ticket.assignee === null && (
        <Button icon="hand" busy={edit.busy} onClick={take}>
          {t('take')}
        </Button>
      )}
      <Menu label={t('fact.status')}>
        {steps.filter((to) => to !== main).map((to) => (
          <Button key={to} kind="quiet" onClick={() => move(to)}>
            {t(wordOf(status, to))}
          </Button>
        ))}
      </Menu>
      <Button kind="main" icon={main === 'resolved' ? 'check' : 'refresh'} busy={edit.busy} onClick={() => move(main)}>
        {t(wordOf(status, main))}
      </Button>
      {resolving && <Resolve act={(reason) => edit.run(deed('resolved', reason))} onClose={() => setResolving(false)} />}
    </div>
  )
}

const taking = (ticket: Ticket, me: string, what: string): Deed => ({
  what,
  send: (version) => tickets.assign(ticket.id, version, { person: me, team: ticket.team }),
  undo: (version) => tickets.assign(ticket.id, version, { person: ticket.assignee?.id ?? null, team: ticket.team }),
})

const longestReason = 500

function Resolve({ act, onClose }: { act: (reason: string) => Promise<boolean>; onClose: () => void }) {
  const { t } = useTicketWords()
  const words = useWords()
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get('reason') ?? '')
    onClose()
    void act(reason.trim())
  }
  return (
    <Dialog title={t('to.resolved')} onClose={onClose}>
      <form class="fields" onSubmit={onSubmit}>
        <p class="hint">{t('to.resolved.lead')}</p>
        <AreaField label={t('to.reason')} name="reason" rows={3} maxLength={longestReason} />
        <div class="actions">
          <Button onClick={onClose}>{words.t('do.cancel')}</Button>
          <Button kind="main" type="submit" icon="check">
            {t('to.resolved')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
