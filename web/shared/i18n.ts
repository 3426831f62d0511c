/** Words and figures in the reader's language: a catalogue of strings over Intl, nothing more. */
export type Lang = 'zh' | 'en'
export type Catalogue = Readonly<Record<string, string>>
export type Vars = Readonly<Record<string, string | number>>

export const tag = (lang: Lang): string => (lang === 'zh' ? 'zh-CN' : 'en')

/** The first language of the list that we speak; English when there is none. */
export function pickLang(...wishes: readonly (string | null | undefined)[]): Lang {
  for (const wish of wishes) {
    const found = /^(zh|en)\b/i.exec(wish ?? '')
    if (found) return found[1]!.toLowerCase() as Lang
  }
  return 'en'
}

export interface Words<K extends string = string> {
  lang: Lang
  /** A sentence; with a figure `n`, the form of the key that the language's plural rule names. */
  t(key: K, vars?: Vars): string
  has(key: string): key is K
  number(n: number): string
  time(at: string | Date): string
  day(at: string | Date): string
  moment(at: string | Date): string
  ago(at: string | Date, now?: number): string
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
]

/** Calls a formatter's maker once: Intl constructors are dear when called for every row. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => (made ??= make())
}

/** Drops the form suffix: `unread.one` and `unread.other` are both asked for as `unread`. */
export type KeyOf<C extends Catalogue> = {
  [K in keyof C & string]: K extends `${infer Base}.${'one' | 'other'}` ? Base : K
}[keyof C & string]

export function mk<C extends Catalogue>(lang: Lang, catalogue: C): Words<KeyOf<C>> {
  const locale = tag(lang)
  const dates = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
    once(() => new Intl.DateTimeFormat(locale, options))
  const plural = once(() => new Intl.PluralRules(locale))
  const figures = once(() => new Intl.NumberFormat(locale))
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const clock = dates({ hour: 'numeric', minute: '2-digit' })
  const calendar = dates({ year: 'numeric', month: 'short', day: 'numeric' })
  const full = dates({ dateStyle: 'medium', timeStyle: 'short' })
  // The year is said where it is another than ours.
  const thisYear = (at: string | Date): boolean => new Date(at).getFullYear() === new Date().getFullYear()
  const calendarNow = dates({ weekday: 'short', month: 'short', day: 'numeric' })
  const fullNow = dates({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })
  const pick = (key: string, vars: Vars): string => {
    const form = typeof vars.n === 'number' ? catalogue[`${key}.${plural().select(vars.n)}`] : undefined
    return form ?? catalogue[`${key}.other`] ?? catalogue[key] ?? key
  }
  const shown = (value: string | number | undefined): string =>
    typeof value === 'number' ? figures().format(value) : (value ?? '')

  return {
    lang,
    t: (key, vars = {}) => pick(key, vars).replace(/\{(\w+)\}/g, (_, name: string) => shown(vars[name])),
    has: (key): key is KeyOf<C> => key in catalogue || `${key}.other` in catalogue,
    number: (n) => figures().format(n),
    time: (at) => clock().format(new Date(at)),
    day: (at) => (thisYear(at) ? calendarNow() : calendar()).format(new Date(at)),
    moment: (at) => (thisYear(at) ? fullNow() : full()).format(new Date(at)),
    ago(at, now = Date.now()) {
      const seconds = Math.round((new Date(at).getTime() - now) / 1000)
      const step = steps.find(([, size]) => Math.abs(seconds) >= size)
      return step
        ? relative().format(Math.trunc(seconds / step[1]), step[0])
        : relative().format(0, 'second')
    },
  }
}
