import { useEffect, useState } from 'react'
import type { Key, Speech } from './words'

/** The time, renewed often enough for figures in minutes. */
export function useNow(every = 20_000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}

/** How long somebody has waited, in the two units that matter. */
export function waited(since: string, now: number): { key: Key; vars: Record<string, number> } {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000))
  const hours = Math.floor(minutes / 60)
  if (minutes < 1) return { key: 'wait.now', vars: {} }
  if (hours < 1) return { key: 'wait.minutes', vars: { m: minutes } }
  if (hours < 24) return { key: 'wait.hours', vars: { h: hours, m: minutes % 60 } }
  return { key: 'wait.days', vars: { d: Math.floor(hours / 24), h: hours % 24 } }
}

export function waitedText(since: string, now: number, { t }: Speech): string {
  const { key, vars } = waited(since, now)
  return t(key, vars)
}
