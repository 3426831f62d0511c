import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Ticket } from '../../shared/tickets'
import { SessionContext } from '../core/session'
import { ticket } from '../live/samples'
import { knownTicket } from '../live/tickets'
import { tickets } from './desk'
import { type Edit, useEdit } from './use-edit'

/** A desk with one ticket: whoever names another version than the last is refused as stale. */
let kept: Ticket
let cache: QueryClient
let edit: Edit

const problem = (code: string, status: number): Response =>
  new Response(JSON.stringify({ type: '', title: '', status, code, detail: '' }), { status })

async function desk(_: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (init?.method !== 'PATCH') return Response.json(kept)
  const version = Number(new Headers(init.headers).get('if-match')?.replaceAll('"', ''))
  if (version !== kept.version) return problem('stale', 412)
  kept = { ...kept, ...(JSON.parse(String(init.body)) as Partial<Ticket>), version: version + 1, seq: kept.seq + 1 }
  return Response.json(kept)
}

function Probe({ shown }: { shown: Ticket }) {
  edit = useEdit(shown)
  return null
}

const session = { person: { id: 'P1', name: 'Wang' } } as never
const show = (shown: Ticket): Promise<void> =>
  act(() =>
    render(
      <QueryClientProvider client={cache}>
        <SessionContext.Provider value={session}>
          <Probe shown={shown} />
        </SessionContext.Provider>
      </QueryClientProvider>,
      document.body,
    ),
  )
const urgent = { what: 'Priority: Urgent', send: (version: number) => tickets.change('T1', version, { priority: 'urgent' }) }
const make = async (): Promise<boolean> => {
  let done = false
  await act(async () => void (done = await edit.run(urgent)))
  return done
}

beforeEach(async () => {
  vi.stubGlobal('fetch', desk)
  cache = new QueryClient()
  kept = ticket({ description: '', version: 1 })
  render(null, document.body)
  await show(kept)
})

test('a change from the newest version is kept at once', async () => {
  expect(await make()).toBe(true)
  expect([kept.priority, edit.conflict]).toEqual(['urgent', null])
  expect(knownTicket(cache, 'T1')?.priority).toBe('urgent')
})

test('whoever was slower sees the newest state and is asked; nothing of theirs is kept yet', async () => {
  kept = { ...kept, title: 'Parcel found', version: 2, seq: 2 }
  expect(await make()).toBe(false)
  expect(edit.conflict?.what).toBe('Priority: Urgent')
  expect(knownTicket(cache, 'T1')?.title).toBe('Parcel found')
  expect(kept.priority).toBe('normal')
})

test('applied after all, theirs comes on top of the newest state', async () => {
  kept = { ...kept, title: 'Parcel found', version: 2, seq: 2 }
  await make()
  await show(knownTicket(cache, 'T1')!)
  await act(async () => edit.apply())
  await vi.waitFor(() => expect(edit.conflict).toBeNull())
  expect(kept).toMatchObject({ title: 'Parcel found', priority: 'urgent', version: 3 })
})

test('let go, the newest state stays as it is', async () => {
  kept = { ...kept, version: 2, seq: 2 }
  await make()
  await act(() => edit.dismiss())
  expect([edit.conflict, kept.priority]).toEqual([null, 'normal'])
})
