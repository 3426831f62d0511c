import { type KeyOf, type Lang, type Words, mk } from '../../shared/i18n'
import { lang } from '../core/prefs'
import { useStore } from '../core/store'
import en from './words/en.json'
import zh from './words/zh.json'

export type SetupKey = KeyOf<typeof en>
export type SetupWords = Words<SetupKey>

const made: Record<Lang, SetupWords> = { zh: mk<typeof en>('zh', zh), en: mk('en', en) }

/** The words of the working day's settings: knowledge, bot, hours, targets, teams. */
export const useSetupWords = (): SetupWords => made[useStore(lang)]
