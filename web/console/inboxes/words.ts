import { type KeyOf, type Lang, type Words, mk } from '../../shared/i18n'
import { lang } from '../core/prefs'
import { useStore } from '../core/store'
import en from './words/en.json'
import zh from './words/zh.json'

export type InboxKey = KeyOf<typeof en>
export type InboxWords = Words<InboxKey>

const made: Record<Lang, InboxWords> = { zh: mk<typeof en>('zh', zh), en: mk('en', en) }

/** The words of setting up inboxes; they come with those pages. */
export const useInboxWords = (): InboxWords => made[useStore(lang)]
