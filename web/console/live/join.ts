import type { QueryClient } from '@tanstack/react-query'
import type { TypingFrame } from '../../shared/frames'
import type { Link } from '../../shared/link'
import type { Conversation } from '../../shared/wire'
import { keys, onConversation, onDelivery, onMessage, onSeen } from './apply'
import { retell } from './retell'
import { linkState, online, outbox, seat, typists } from './stores'
import { type Alarm, concerns, onClock, onTicket, ticketKeys } from './tickets'

/** A sign of typing that is not repeated has ended, whether or not its end was told. */
const typingFor = 8_000

const isWhole = (state: object): state is Conversation => 'customer' in state

/** Leads everything the link hears to the cache and the stores; gives back the way out. */
export function join(link: Link, cache: QueryClient, me: string): () => void {
  outbox.set(link.pending())
  const typing = watchTyping(me)
  const offs = [
    retell(cache, me),
    link.on('state', linkState.set),
    link.on('outbox', outbox.set),
    link.on('conversation', (c) => isWhole(c) && onConversation(cache, me, c)),
    link.on('history', ({ state }) => isWhole(state) && onConversation(cache, me, state)),
    link.on('message', (m) => {
      if ('author' in m) typing.end(m.conversation, m.author.id)
      onMessage(cache, me, m)
    }),
    link.on('seen', ({ conversation, by, seq }) => onSeen(cache, me, conversation, by, seq)),
    link.on('delivery', ({ conversation, seq, delivery }) => onDelivery(cache, conversation, seq, delivery)),
    link.on('typing', typing.take),
    link.on('ticket', ({ ticket }) => sound(onTicket(cache, me, ticket), me)),
    link.on('clock', (frame) => sound(onClock(cache, me, frame), me)),
    link.on('presence', ({ person, name, presence }) => online.set(seat(online.get(), { id: person, name, presence }))),
    link.on('welcome', ({ people }) => {
      if (people) online.set(people.reduce(seat, [] as ReturnType<typeof seat>))
      askAgain(cache)
    }),
    link.on('polled', () => askAgain(cache)),
    link.on('denied', ({ status }) => status === 401 && cache.setQueryData(['session'], null)),
  ]
  return () => {
    for (const off of offs) off()
    typing.stop()
  }
}

/** What changed while nobody told us is only in the lists themselves. */
function askAgain(cache: QueryClient): void {
  for (const queryKey of [keys.lists, ticketKeys.lists, ticketKeys.every]) void cache.invalidateQueries({ queryKey })
}

/** The words for it come with the tickets, which most pages do not load. */
function sound(heard: readonly Alarm[], me: string): void {
  const mine = heard.filter((alarm) => concerns(alarm, me))
  if (mine.length) void import('../tickets/announce').then(({ announce }) => mine.forEach(announce))
}

function watchTyping(me: string) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const quiet = (conversation: string): void => {
    clearTimeout(timers.get(conversation))
    const { [conversation]: _, ...rest } = typists.get()
    typists.set(rest)
  }
  const who = new Map<string, string>()
  return {
    take: ({ conversation, who: { id, kind, name = '' }, on }: TypingFrame): void => {
      if (id === me) return
      quiet(conversation)
      if (!on) return
      who.set(conversation, id)
      typists.set({ ...typists.get(), [conversation]: { name, kind } })
      timers.set(conversation, setTimeout(() => quiet(conversation), typingFor))
    },
    /** Whoever has sent has stopped typing. */
    end: (conversation: string, id: string): void => void (who.get(conversation) === id && quiet(conversation)),
    stop: (): void => timers.forEach(clearTimeout),
  }
}
