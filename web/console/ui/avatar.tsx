import type { Presence } from '../../shared/wire'

/** One of six quiet tints, always the same for the same id. */
function tint(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 997
  return sum % 6
}

export function Avatar({ id, name, presence }: { id: string; name: string; presence?: Presence }) {
  const first = [...name.trim()][0] ?? '·'
  return (
    <span class="avatar" data-tint={tint(id)} aria-hidden="true">
      {first.toUpperCase()}
      {presence && <Dot presence={presence} />}
    </span>
  )
}

/** Full, half or hollow: the shape says it as well as the colour. */
export function Dot({ presence }: { presence: Presence }) {
  return <span class={`dot ${presence}`} aria-hidden="true" />
}
