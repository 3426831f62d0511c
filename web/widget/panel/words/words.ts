import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type KeyOf, type Lang, mk, type Words } from '../../../shared/i18n'
import { en, type Sentences } from './en'
import { zh } from './zh'

export type Key = KeyOf<Sentences>
export type PanelWords = Words<Key>

const catalogues: Record<Lang, Sentences> = { en, zh }

export const wordsIn = (lang: Lang): PanelWords => mk(lang, catalogues[lang])

export const WordsContext = createContext<PanelWords>(wordsIn('en'))
export const useWords = (): PanelWords => useContext(WordsContext)

/** A refusal in the reader's words; a code we do not know is ours to explain, not theirs. */
export const complaint = (words: PanelWords, code: string): string => {
  const key = `error_${code}`
  return words.has(key) ? words.t(key) : words.t('error_internal')
}
