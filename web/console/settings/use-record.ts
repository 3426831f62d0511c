import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isCode } from '../core/trouble'

/** A record with a version: when somebody else was quicker, the newest is shown and it is said. */
export function useRecord<T extends { version: number }>(name: string, load: () => Promise<T>) {
  const cache = useQueryClient()
  const queryKey = ['settings', name]
  const record = useQuery({ queryKey, queryFn: load, staleTime: 0 })
  const [stale, setStale] = useState(false)
  const [saved, setSaved] = useState(false)
  const save = async (change: (version: number) => Promise<T>): Promise<T | undefined> => {
    if (!record.data) return undefined
    setSaved(false)
    setStale(false)
    try {
      const now = await change(record.data.version)
      cache.setQueryData(queryKey, now)
      setSaved(true)
      return now
    } catch (error) {
      if (!isCode(error, 'stale')) throw error
      await record.refetch()
      setStale(true)
      return undefined
    }
  }
  return { record, save, stale, saved }
}
