import { type Lang, mk, type Words } from '../../shared/i18n'
import { en, type Sentences } from './en'
import { zh } from './zh'

export type FormWords = Words<keyof Sentences & string>

const made: Record<Lang, FormWords> = { en: mk<Sentences>('en', en), zh: mk<Sentences>('zh', zh) }

export const formWords = (lang: Lang): FormWords => made[lang]
