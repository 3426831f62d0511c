import type { View } from '../core/desk'
import { run } from '../core/commands'
import { barKeys } from '../core/machine'
import { href } from '../core/router'
import { canManage, useSession } from '../core/session'
import { useStore } from '../core/store'
import { useWords } from '../core/words'
import { views } from '../live/apply'
import { useLink } from '../live/live'
import { presence } from '../live/stores'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Blank, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { rowsOf, useCount, useList } from './lists'
import { Rows } from './rows'

interface Props {
  view: View
  open?: string
  /** The only pane on the screen is the page's main one. */
  alone: boolean
  hidden: boolean
}

export function ListPane({ view, open, alone, hidden }: Props) {
  const { t } = useWords()
  return (
    <section class="list" role={alone ? 'main' : undefined} aria-label={t('list.label')} hidden={hidden}>
      <header class="list-head">
        <h1>{t('app.inbox')}</h1>
        <Button kind="quiet" icon="command" aria-label={`${t('command.title')} ${barKeys}`} title={t('command.title')} onClick={() => run('bar')}>
          <kbd>{barKeys}</kbd>
        </Button>
      </header>
      <Away />
      <nav class="tabs" aria-label={t('view.label')}>
        {views.map((v) => (
          <Tab key={v} view={v} chosen={v === view} open={open} />
        ))}
      </nav>
      <Content key={view} view={view} open={open} />
    </section>
  )
}

/** Whoever forgot that they are away would wait for customers in vain. */
function Away() {
  const { t } = useWords()
  const link = useLink()
  if (useStore(presence) !== 'away') return null
  const back = (): void => (presence.set('available'), link.presence('available'))
  return (
    <p class="away-note">
      <Icon name="moon" size={15} />
      <span>{t('away.lead')}</span>
      <Button onClick={back}>{t('away.back')}</Button>
    </p>
  )
}

function Tab({ view, chosen, open }: { view: View; chosen: boolean; open?: string }) {
  const { t } = useWords()
  return (
    <a href={href(`/inbox${open ? `/${open}` : ''}?view=${view}`)} aria-current={chosen ? 'page' : undefined}>
      {t(`view.${view}`)}
      {view !== 'all' && <Count view={view} />}
    </a>
  )
}

function Count({ view }: { view: View }) {
  const count = useCount(view)
  return count ? <span class="tab-count">{count}</span> : null
}

function Content({ view, open }: { view: View; open?: string }) {
  const { t } = useWords()
  const list = useList(view)
  if (list.isPending) return <Skeleton rows={7} />
  if (list.isError && !list.data)
    return <Trouble error={list.error} lead={t('list.broken')} retry={() => void list.refetch()} />
  const rows = rowsOf(list.data?.pages)
  if (!rows.length) return <Empty view={view} />
  const more = list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null
  return <Rows rows={rows} view={view} open={open} more={more} loading={list.isFetchingNextPage} />
}

function Empty({ view }: { view: View }) {
  const { t } = useWords()
  const { role } = useSession()
  return (
    <Blank icon={view === 'unassigned' ? 'check' : 'inbox'} title={t(`list.empty.${view}`)} hint={t(`list.empty.${view}.hint`)}>
      {view === 'all' && canManage(role) && (
        <a class="button" href={href('/settings/widget')}>
          <span>{t('list.empty.widget')}</span>
        </a>
      )}
    </Blank>
  )
}
