import { href } from '../core/router'
import { Icon } from '../ui/icon'
import { Due, TicketStatusMark } from './marks'
import { useTicket } from './use-ticket'
import { useTicketWords } from './words'

/** A conversation's ticket: where it stands, and how long there is. */
export default function TicketChip({ id, number }: { id: string; number: number }) {
  const { t } = useTicketWords()
  const { data } = useTicket(id)
  return (
    <a class="ticket-chip" href={href(`/tickets/${id}`)}>
      <Icon name="ticket" size={15} />
      <span class="name">{t('ticket.number', { number: String(number) })}</span>
      {data && <TicketStatusMark status={data.status} />}
      {data && <Due ticket={data} />}
    </a>
  )
}
