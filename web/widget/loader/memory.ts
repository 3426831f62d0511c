/** The panel's memory in the host page's storage; a page without storage forgets, and works. */
import type { Kept } from '../bridge'

export function recall(name: string): Kept {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null) ?? {}
  } catch {
    return {}
  }
}

export function remember(name: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(name, JSON.stringify(kept))
    else localStorage.removeItem(name)
  } catch {
    // Storage is full or forbidden: this visit goes on, the next one begins anew.
  }
}

/** What is being written in the panel, over a reload of this tab; given words replace it. */
export function draft(name: string, text?: string): string {
  try {
    if (text !== undefined) sessionStorage.setItem(name, text)
    return sessionStorage.getItem(name) ?? ''
  } catch {
    return ''
  }
}
