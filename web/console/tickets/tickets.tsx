import './tickets.css'
import './sheet.css'
import { useState } from 'react'
import { useCommand } from '../core/commands'
import type { Place } from '../core/router'
import { canWrite, useSession } from '../core/session'
import Create from './create'
import { TicketList } from './list'
import { TicketPage } from './page'

export default function Tickets({ place }: { place: Place }) {
  const { role } = useSession()
  const [making, setMaking] = useState(false)
  const make = canWrite(role) ? () => setMaking(true) : null
  useCommand('create', make)
  const id = place.path[1]
  return (
    <>
      {id ? <TicketPage key={id} id={id} /> : <TicketList place={place} onCreate={make} />}
      {making && <Create onClose={() => setMaking(false)} />}
    </>
  )
}
