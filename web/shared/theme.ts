/** Light or dark: the wish of a person, and what it comes to on this machine. */
export type Theme = 'light' | 'dark' | 'auto'

const dark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)')

export const resolved = (wish: Theme): 'light' | 'dark' =>
  wish === 'auto' ? (dark().matches ? 'dark' : 'light') : wish

/** Puts the theme on the document and follows the system while the wish is "auto". */
export function applyTheme(wish: Theme, root: HTMLElement = document.documentElement): () => void {
  const query = dark()
  const paint = (): void => {
    root.dataset.theme = resolved(wish)
  }
  paint()
  query.addEventListener('change', paint)
  return () => query.removeEventListener('change', paint)
}
