import { type KeyOf, type Lang, type Words, mk } from '../../shared/i18n'
import en from '../words/en.json'
import zh from '../words/zh.json'
import { useStore } from './store'
import { lang } from './prefs'

export type Key = KeyOf<typeof en>
export type Speech = Words<Key>

const made: Record<Lang, Speech> = { zh: mk<typeof en>('zh', zh), en: mk('en', en) }

export const speech = (): Speech => made[lang.get()]

export const useWords = (): Speech => made[useStore(lang)]

/** The same words in every language, for searching by any of them. */
export const everyTongue = (key: Key, vars?: Record<string, string>): string =>
  `${made.en.t(key, vars)} ${made.zh.t(key, vars)}`
