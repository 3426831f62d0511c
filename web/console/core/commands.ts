import { useEffect } from 'react'
import { makeStore } from './store'

/** What can be done by key or command bar; whoever can do it offers it while it is on the screen. */
export type Command =
  | 'next' | 'previous' | 'reply' | 'note' | 'take' | 'release' | 'resolve' | 'reopen' | 'side' | 'create' | 'help' | 'bar'

type Offers = ReadonlyMap<Command, () => void>

export const offers = makeStore<Offers>(new Map())

export function run(command: Command): void {
  offers.get().get(command)?.()
}

/** Offers a command while mounted; null withdraws it. */
export function useCommand(command: Command, act: (() => void) | null): void {
  useEffect(() => {
    if (!act) return
    offers.set(new Map(offers.get()).set(command, act))
    return () => {
      if (offers.get().get(command) !== act) return
      const rest = new Map(offers.get())
      rest.delete(command)
      offers.set(rest)
    }
  })
}
