import { type KeyOf, type Lang, mk, type Words } from '../../../../shared/i18n'
import { en, type LaterSentences } from './en'
import { zh } from './zh'

export type LaterWords = Words<KeyOf<LaterSentences>>

const made: Record<Lang, LaterWords> = { en: mk<LaterSentences>('en', en), zh: mk<LaterSentences>('zh', zh) }

export const laterWords = (lang: Lang): LaterWords => made[lang]
