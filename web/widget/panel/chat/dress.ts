/** Puts the merchant's colour and the page's theme on the panel. */
import { inkOn, isHex, textOn } from '../../../shared/colour'
import { applyTheme, type Theme } from '../../../shared/theme'

let unfollow = (): void => undefined

export function dress(accent: string | undefined, theme: Theme): void {
  unfollow()
  unfollow = applyTheme(['light', 'dark'].includes(theme) ? theme : 'auto')
  if (!isHex(accent)) return
  const { style } = document.documentElement
  style.setProperty('--brand', accent)
  style.setProperty('--on-brand', textOn(accent))
  // What can be clicked wears it too, on the light ground and on the dark one.
  style.setProperty('--accent', `light-dark(${inkOn('#ffffff', accent)}, ${inkOn('#15181d', accent)})`)
}
