/** Files on their way: each by itself, to be dropped or tried again, until something takes them along. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { nonce, Problem } from './api'
import type { Attached } from './wire'

export interface Outgoing {
  key: string
  file: File
  share: number
  /** Why it did not go, by the desk's rule or code, or `too_large`. */
  failed?: string
  done?: Attached
}
export type Bring = (file: File, told: (share: number) => void, signal: AbortSignal) => Promise<Attached>
/** How many there may be, and how many bytes each. */
export interface Room {
  files: number
  bytes: number
}

export interface Uploads {
  files: readonly Outgoing[]
  /** Those that are there, as they are said. */
  ready: Attached[]
  /** Takes as many as there is room for; how many were left out. */
  add(chosen: Iterable<File>): number
  drop(key: string): void
  retry(one: Outgoing): void
  /** What was there is there no more, for this reason. */
  lose(why: string): void
  clear(): void
}

export function useUploads(bring: Bring, room: Room): Uploads {
  const [files, set] = useState<readonly Outgoing[]>([])
  const stops = useRef(new Map<string, AbortController>())
  const change = (key: string, to: Partial<Outgoing>): void =>
    set((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)))
  const run = async ({ key, file }: Outgoing): Promise<void> => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    change(key, { failed: undefined, share: 0 })
    try {
      change(key, { done: await bring(file, (share) => change(key, { share }), stop.signal) })
    } catch (why) {
      if (stop.signal.aborted) return
      if (!(why instanceof Problem)) throw why
      change(key, { failed: why.rule ?? why.code })
    }
  }
  const add = (chosen: Iterable<File>): number => {
    const all = [...chosen]
    const news = all.slice(0, Math.max(0, room.files - files.length)).map((file): Outgoing => {
      const failed = file.size > room.bytes || !file.size ? { failed: 'too_large' } : {}
      return { key: nonce(), file, share: 0, ...failed }
    })
    set((there) => [...there, ...news])
    for (const one of news) if (!one.failed) void run(one)
    return all.length - news.length
  }
  const drop = (key: string): void => {
    stops.current.get(key)?.abort()
    set((all) => all.filter((one) => one.key !== key))
  }
  const lose = (failed: string): void => set((all) => all.map((one) => (one.done ? { ...one, done: undefined, failed } : one)))
  useEffect(() => () => stops.current.forEach((stop) => stop.abort()), [])
  const ready = files.flatMap(({ done }) => done ?? [])
  return { files, ready, add, drop, retry: (one) => void run(one), lose, clear: () => set([]) }
}
