import { useQueryClient } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { createContext, useContext, useEffect, useState } from 'react'
import { Link } from '../../shared/link'
import { makeShelf } from '../../shared/link/shelf'
import type { Session } from '../../shared/wire'
import { api, auth } from '../core/desk'
import { useStore } from '../core/store'
import { join } from './join'
import { linkState, presence } from './stores'

const LinkContext = createContext<Link | null>(null)

export function useLink(): Link {
  const link = useContext(LinkContext)
  if (!link) throw new Error('no link above')
  return link
}

const makeLink = ({ person, merchant }: Session): Link =>
  new Link({
    ticket: auth.ticket,
    call: (ask) => ask(api),
    slowly: () => import('../../shared/link/slow'),
    presence: presence.get(),
    shelf: (events) => makeShelf(events),
    scope: `console:${merchant.id}:${person.id}`,
    author: () => ({ kind: 'agent', id: person.id, name: person.name }),
  })

/** One line to the desk for as long as somebody is signed in to one merchant. */
export function Live({ session, children }: { session: Session; children: ComponentChildren }) {
  const cache = useQueryClient()
  const [link] = useState(() => makeLink(session))
  useEffect(() => {
    const leave = join(link, cache, session.person.id)
    void link.start()
    return () => {
      link.stop()
      leave()
    }
  }, [link])
  return <LinkContext.Provider value={link}>{children}</LinkContext.Provider>
}

export const useLive = (): boolean => useStore(linkState) === 'live'
