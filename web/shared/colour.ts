/** Colours a merchant chooses: never trusted to be readable, so text on them is computed. */
export const isHex = (colour: unknown): colour is string =>
  typeof colour === 'string' && /^#[0-9a-f]{6}$/i.test(colour)

const channel = (part: number): number => {
  const c = part / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}

/** Relative luminance of #rrggbb as WCAG defines it. */
export function luminance(hex: string): number {
  const n = parseInt(hex.slice(1), 16)
  return (
    0.2126 * channel(n >> 16) + 0.7152 * channel((n >> 8) & 255) + 0.0722 * channel(n & 255)
  )
}

export const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** With room for the slightly darker grounds that lie on the ground. */
const readable = 5.4

const mix = (hex: string, other: string, share: number): string =>
  [1, 3, 5].reduce((said, i) => {
    const [a, b] = [parseInt(hex.slice(i, i + 2), 16), parseInt(other.slice(i, i + 2), 16)]
    return said + Math.round(a + (b - a) * share).toString(16).padStart(2, '0')
  }, '#')

/** The colour, taken as far from the ground as it needs to be read there. */
export function inkOn(ground: string, hex: string): string {
  let ink = hex
  for (let share = 0.1; contrast(ink, ground) < readable && share < 1; share += 0.1) ink = mix(hex, textOn(ground), share)
  return ink
}

/** Black or white, whichever reads better on the colour (never under 4.58:1). */
export const textOn = (hex: string): '#ffffff' | '#000000' =>
  contrast(hex, '#ffffff') >= contrast(hex, '#000000') ? '#ffffff' : '#000000'
