import { type Lang, pickLang, tag } from '../../shared/i18n'
import { type Theme, applyTheme } from '../../shared/theme'
import { keep } from './kept'

export const theme = keep<Theme>('theme', 'auto')
/** Single-letter shortcuts can be switched off: they surprise people who speak to their computer. */
export const letters = keep('letters', true)
export const sidePanel = keep('side', true)
/** The browser's language until somebody is signed in, then that person's. */
export const lang = keep<Lang>('lang', pickLang(...navigator.languages))

export function applyPrefs(): void {
  let leave = applyTheme(theme.get())
  theme.subscribe(() => {
    leave()
    leave = applyTheme(theme.get())
  })
  const speak = (): void => void (document.documentElement.lang = tag(lang.get()))
  lang.subscribe(speak)
  speak()
}
