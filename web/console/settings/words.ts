import { type KeyOf, type Lang, type Words, mk } from '../../shared/i18n'
import { lang } from '../core/prefs'
import { useStore } from '../core/store'
import en from './words/en.json'
import zh from './words/zh.json'

export type SettingsKey = KeyOf<typeof en>

const made: Record<Lang, Words<SettingsKey>> = { zh: mk<typeof en>('zh', zh), en: mk('en', en) }

/** The words of the settings travel with the settings, not with the inbox. */
export const useSettingsWords = (): Words<SettingsKey> => made[useStore(lang)]
