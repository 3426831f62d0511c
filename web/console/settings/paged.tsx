import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import type { Page } from '../../shared/wire'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'

interface Props<T> {
  /** Of the settings, or the whole key of what is kept elsewhere. */
  name: string | readonly string[]
  /** How long an answer is good enough to be shown again unasked. */
  staleTime?: number
  load: (cursor?: string, signal?: AbortSignal) => Promise<Page<T>>
  empty: ComponentChildren
  children: (items: T[]) => ComponentChildren
}

export type Paged<T> = InfiniteData<Page<T>, string | undefined>

/** A list by pages with its four states: on its way, broken, empty, here. */
export function PagedList<T>({ name, staleTime = 0, load, empty, children }: Props<T>) {
  const { t } = useWords()
  const list = useInfiniteQuery({
    queryKey: typeof name === 'string' ? ['settings', name] : name,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<T>) => page.next ?? undefined,
    staleTime,
  })
  if (list.isPending) return <Skeleton rows={4} shape="line" />
  if (!list.data) return <Trouble error={list.error} retry={() => void list.refetch()} />
  const items = list.data.pages.flatMap((page) => page.items)
  return (
    <>
      {items.length ? children(items) : empty}
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('do.more')}
        </Button>
      )}
    </>
  )
}
