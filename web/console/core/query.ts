import { Problem } from '../../shared/api'
import { QueryClient } from '@tanstack/react-query'

/** A refusal is an answer; only what never arrived is worth asking again. */
const again = (tries: number, error: unknown): boolean =>
  error instanceof Problem && (error.status === 0 || error.status >= 500) && tries < 2

export const cache = new QueryClient({
  defaultOptions: {
    queries: { retry: again, staleTime: 30_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})
