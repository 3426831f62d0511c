import { usePhone } from '../core/media'
import type { Place } from '../core/router'
import { useWords } from '../core/words'
import { useTitle } from '../shell/use-title'
import { Blank } from '../ui/notice'
import { Conversation } from './conversation'
import { ListPane } from './list-pane'
import { isView } from './lists'

export function Inbox({ place }: { place: Place }) {
  const { t } = useWords()
  const phone = usePhone()
  useTitle(t('app.inbox'))
  const wish = place.query.get('view')
  const view = isView(wish) ? wish : 'unassigned'
  const id = place.path[1]
  return (
    <>
      <ListPane view={view} open={id} alone={phone} hidden={phone && id !== undefined} />
      {id ? <Conversation key={id} id={id} view={view} /> : !phone && <Nothing />}
    </>
  )
}

function Nothing() {
  const { t } = useWords()
  return (
    <main class="talk empty">
      <Blank icon="inbox" title={t('talk.none')} hint={t('talk.none.hint')} />
    </main>
  )
}
