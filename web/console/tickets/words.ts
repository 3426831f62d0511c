import { type KeyOf, type Lang, type Words, mk } from '../../shared/i18n'
import { lang } from '../core/prefs'
import { useStore } from '../core/store'
import en from './words/en.json'
import zh from './words/zh.json'

export type TicketKey = KeyOf<typeof en>
export type TicketSpeech = Words<TicketKey>

const made: Record<Lang, TicketSpeech> = { zh: mk<typeof en>('zh', zh), en: mk('en', en) }

/** The words of the tickets travel with the tickets, not with the inbox. */
export const useTicketWords = (): TicketSpeech => made[useStore(lang)]

export const ticketSpeech = (): TicketSpeech => made[lang.get()]
