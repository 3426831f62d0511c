import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isCode } from '../core/trouble'

interface Versioned {
  version: number
}

/** A record with a version: when somebody else was quicker, the newest is shown and it is said. */
export function useRecord<T extends Versioned>(name: string, load: () => Promise<T>) {
  const queryKey = ['settings', name]
  const record = useQuery({ queryKey, queryFn: load, staleTime: 0 })
  return { record, ...useSaving(record, queryKey) }
}

export function useSaving<T extends Versioned>(record: UseQueryResult<T>, queryKey: readonly string[]) {
  const cache = useQueryClient()
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
  return { save, stale, saved }
}
