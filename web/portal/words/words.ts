import { type Lang, mk, type Words } from '../../shared/i18n'
import { en, type Sentences } from './en'
import { zh } from './zh'

export type PortalWords = Words<keyof Sentences & string>

const made: Record<Lang, PortalWords> = { en: mk<Sentences>('en', en), zh: mk<Sentences>('zh', zh) }

export const portalWords = (lang: Lang): PortalWords => made[lang]
