import { useSyncExternalStore } from 'react'

/** Where the reader is: hash routes need no rewrite rule from the host of the static files. */
export interface Place {
  readonly path: readonly string[]
  readonly query: URLSearchParams
}

export function parse(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const parts = path.split('/').filter(Boolean).map(plain)
  return { path: parts, query: new URLSearchParams(query) }
}

/** A mangled escape in an address is read as it stands rather than breaking the page. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

let seen = ''
let place = parse('')

function current(): Place {
  if (location.hash !== seen) {
    seen = location.hash
    place = parse(seen)
  }
  return place
}

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

export const usePlace = (): Place => useSyncExternalStore(listen, current)

export const href = (to: string): string => `#${to}`

export function go(to: string): void {
  location.hash = to
}

/** Replaces the entry, so that Back does not lead into a redirect or a used link. */
export function redirect(to: string): void {
  location.replace(href(to))
}
