/** The message that something is to be done with, and those that are about to be answered, by conversation. */
import type { Message } from '../../shared/wire'
import { makeStore } from '../core/store'

export const about = makeStore<Message | null>(null)
export const quoted = makeStore<Readonly<Record<string, Message>>>({})

export const quote = (message: Message): void => quoted.set({ ...quoted.get(), [message.conversation]: message })
export function unquote(conversation: string): void {
  const { [conversation]: _, ...rest } = quoted.get()
  quoted.set(rest)
}
