import { useQuery } from '@tanstack/react-query'
import type { Page, Team } from '../../shared/wire'
import { api, settings } from './desk'

/** Nobody chooses from a longer list than this; a search narrows it. */
const mostPages = 10

type Turn<T> = (cursor?: string, signal?: AbortSignal) => Promise<Page<T>>

async function all<T>(turn: Turn<T>, signal: AbortSignal): Promise<T[]> {
  const found: T[] = []
  let cursor: string | undefined
  for (let n = 0; n < mostPages; n += 1) {
    const page: Page<T> = await turn(cursor, signal)
    found.push(...page.items)
    if (page.next === null) break
    cursor = page.next
  }
  return found
}

/** Below the names that the settings refresh when they change somebody. */
export const colleagueKey = ['settings', 'people', 'all'] as const

export const useColleagues = () =>
  useQuery({ queryKey: colleagueKey, queryFn: ({ signal }) => all(settings.people, signal), staleTime: 15_000 })

const teams: Turn<Team> = (cursor, signal) => api.get<Page<Team>>('/teams', { query: { cursor }, signal })

export const useTeams = () =>
  useQuery({ queryKey: ['settings', 'teams', 'names'], queryFn: ({ signal }) => all(teams, signal), staleTime: 5 * 60_000 })

const inboxes: Turn<{ id: string; name: string }> = (cursor, signal) => api.get('/inboxes', { query: { cursor }, signal })

/** An inbox's name, asked for only where one is to be named. */
export function useInboxName(enabled: boolean): (id: string) => string | undefined {
  const { data } = useQuery({
    queryKey: ['settings', 'inboxes', 'names'], queryFn: ({ signal }) => all(inboxes, signal), staleTime: 5 * 60_000, enabled,
  })
  return (id) => data?.find((inbox) => inbox.id === id)?.name
}

/** A team's name; its id says nothing to anybody. */
export function useTeamName(): (id: string | null | undefined) => string | undefined {
  const { data } = useTeams()
  return (id) => (id ? data?.find((team) => team.id === id)?.name : undefined)
}
