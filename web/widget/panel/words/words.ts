import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { Problem } from '../../../shared/api'
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
export const complaint = ({ t, has }: PanelWords, code: string, rule?: string): string => {
  const key = `error_${rule === 'blocked' ? rule : code}`
  return t(has(key) ? key : 'error_internal')
}

/** The same of what a call ended with; whatever is no refusal goes on. */
export const blame = (words: PanelWords, why: unknown): string => {
  if (!(why instanceof Problem)) throw why
  return complaint(words, why.code, why.rule)
}
