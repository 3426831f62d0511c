import { useEffect } from 'react'
import { type Place, href } from '../core/router'
import { makeStore } from '../core/store'
import { Button } from '../ui/button'
import { Blank, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { useTitle } from '../shell/use-title'
import { FilterBar } from './filter-bar'
import { type Filters, listPath, readFilters, writeFilters } from './filters'
import { Table } from './table'
import { ticketsOf, useTickets } from './use-tickets'
import { Views } from './views'
import { useTicketWords } from './words'

/** The list as it was left, for the way back from a ticket. */
export const listPlace = makeStore('/tickets')

interface Props {
  place: Place
  /** Null for those who may only read. */
  onCreate: (() => void) | null
}

export function TicketList({ place, onCreate }: Props) {
  const { t } = useTicketWords()
  const filters = readFilters(place.query)
  useTitle(t('tickets'))
  useEffect(() => listPlace.set(listPath(filters)))
  return (
    <main class="tickets">
      <header class="tickets-head">
        <h1>{t('tickets')}</h1>
        {onCreate && (
          <Button kind="main" icon="plus" aria-keyshortcuts="c" onClick={onCreate}>
            {t('create')}
          </Button>
        )}
      </header>
      <Views filters={filters} />
      <FilterBar filters={filters} />
      <Content key={writeFilters(filters)} filters={filters} onCreate={onCreate} />
    </main>
  )
}

function Content({ filters, onCreate }: { filters: Filters; onCreate: Props['onCreate'] }) {
  const { t } = useTicketWords()
  const list = useTickets(filters)
  if (list.isPending) return <Skeleton rows={8} />
  if (!list.data) return <Trouble error={list.error} lead={t('list.broken')} retry={() => void list.refetch()} />
  const rows = ticketsOf(list.data.pages)
  if (!rows.length) return <Empty filters={filters} onCreate={onCreate} />
  const more = list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null
  return <Table rows={rows} more={more} whole={!list.hasNextPage} loading={list.isFetchingNextPage} />
}

function Empty({ filters, onCreate }: { filters: Filters; onCreate: Props['onCreate'] }) {
  const { t } = useTicketWords()
  if (writeFilters(filters))
    return (
      <Blank icon="search" title={t('list.none')} hint={t('list.none.hint')}>
        <a class="button" href={href(listPath({}))}>
          <span>{t('filter.clear')}</span>
        </a>
      </Blank>
    )
  return (
    <Blank icon="ticket" title={t('list.empty')} hint={t('list.empty.hint')}>
      {onCreate && (
        <Button icon="plus" onClick={onCreate}>
          {t('create')}
        </Button>
      )}
    </Blank>
  )
}
