/** Puts the merchant's colour and the page's theme on the panel. */
import { isHex, textOn } from '../../../shared/colour'
import { applyTheme, type Theme } from '../../../shared/theme'

let unfollow = (): void => undefined

export function dress(accent: string | undefined, theme: Theme): void {
  unfollow()
  unfollow = applyTheme(['light', 'dark'].includes(theme) ? theme : 'auto')
  if (!isHex(accent)) return
  const { style } = document.documentElement
  style.setProperty('--brand', accent)
  style.setProperty('--on-brand', textOn(accent))
}
