/** Parts that are neither words nor files of ours. */
import type { CallPart, Message, Part } from '../../shared/wire'
import type { Speech } from '../core/words'

const here = new Set<string>(['text', 'choice', 'options'])

export const othersOf = ({ parts }: Pick<Message, 'parts'>): Part[] =>
  parts.filter((part) => !here.has(part.type) && !('mime' in part && 'id' in part))

/** The host of an address that may be opened; nothing for what is no address of the web. */
export function hostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? host : undefined
}

export function lengthOf({ answered_at_ms, started_at_ms, ended_at_ms }: CallPart, { t }: Speech): string {
  const seconds = Math.max(0, Math.round((ended_at_ms - (answered_at_ms ?? started_at_ms)) / 1000))
  const m = Math.floor(seconds / 60)
  return m ? t('part.minutes', { m, s: seconds % 60 }) : t('part.seconds', { s: seconds })
}

export function callText(call: CallPart, words: Speech): string {
  if (call.voicemail) return words.t('part.call.voicemail', { length: lengthOf(call, words) })
  if (!call.answered_at_ms) return words.t('part.call.missed')
  return words.t(`part.call.${call.direction}`, { length: lengthOf(call, words) })
}

