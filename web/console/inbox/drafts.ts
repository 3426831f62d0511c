import { forget, read, write } from '../core/kept'

export type Mode = 'reply' | 'note'

const name = (conversation: string, mode: Mode): string => `draft.${conversation}.${mode}`

/** What somebody was about to write here; one text per conversation and mode. */
export const draft = (conversation: string, mode: Mode): string => read(name(conversation, mode), '')

export function keepDraft(conversation: string, mode: Mode, text: string): void {
  write(name(conversation, mode), text || undefined)
}

/** Whoever signs out leaves no words behind for the next person at this machine. */
export const forgetDrafts = (): void => forget('draft.')
