/** Every time zone that the browser knows, its own among them. */
export function zones(): string[] {
  const own = ownZone()
  const all = Intl.supportedValuesOf('timeZone')
  return all.includes(own) ? all : [own, ...all]
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export const zoneOptions = (chosen?: string): [string, string][] => {
  const all = zones()
  const list = chosen && !all.includes(chosen) ? [chosen, ...all] : all
  return list.map((zone) => [zone, zone.replaceAll('_', ' ')])
}
