import { useEffect, useRef, useState } from 'react'
import { nonce, Problem } from '../../shared/api'
import { mostBytes, mostFiles, upload } from '../../shared/upload'
import type { Attached } from '../../shared/wire'
import { api } from '../core/desk'

export interface Outgoing {
  key: string
  file: File
  share: number
  /** Why it did not go, by the desk's code or `too_large`. */
  failed?: string
  done?: Attached
}

/** Files that are to go with the next message: each uploads by itself, and can be dropped or tried again. */
export function useFiles() {
  const [files, set] = useState<readonly Outgoing[]>([])
  const stops = useRef(new Map<string, AbortController>())
  const change = (key: string, to: Partial<Outgoing>): void =>
    set((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)))
  const run = async ({ key, file }: Outgoing): Promise<void> => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    change(key, { failed: undefined, share: 0 })
    try {
      change(key, { done: await upload(api, file, (share) => change(key, { share }), stop.signal) })
    } catch (why) {
      if (stop.signal.aborted) return
      if (!(why instanceof Problem)) throw why
      change(key, { failed: why.rule ?? why.code })
    }
  }
  const add = (chosen: Iterable<File>): void => {
    const news = [...chosen].slice(0, mostFiles - files.length).map((file): Outgoing => {
      const failed = file.size > mostBytes || !file.size ? { failed: 'too_large' } : {}
      return { key: nonce(), file, share: 0, ...failed }
    })
    set((all) => [...all, ...news])
    for (const one of news) if (!one.failed) void run(one)
  }
  const drop = (key: string): void => {
    stops.current.get(key)?.abort()
    set((all) => all.filter((one) => one.key !== key))
  }
  useEffect(() => () => stops.current.forEach((stop) => stop.abort()), [])
  return { files, add, drop, retry: run, clear: () => set([]), ready: files.flatMap(({ done }) => done ?? []) }
}
export type Files = ReturnType<typeof useFiles>
