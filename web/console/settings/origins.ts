/** One origin a line. What is not an origin is named, not dropped. */
export function readOrigins(text: string): { origins: string[]; bad: string[] } {
  const lines = text.split(/\s+/).filter(Boolean)
  const origins = lines.map(originOf)
  return {
    origins: [...new Set(origins.filter((origin): origin is string => origin !== null))],
    bad: lines.filter((_, i) => origins[i] === null),
  }
}

/** A pasted address is cut down to its origin. */
function originOf(line: string): string | null {
  if (!URL.canParse(line)) return null
  const { protocol, origin } = new URL(line)
  return protocol === 'https:' || protocol === 'http:' ? origin : null
}
