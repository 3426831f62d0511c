import './history.css'
import type { Conversation } from '../../shared/wire'
import { href } from '../core/router'
import { useWords } from '../core/words'
import { ChannelMark } from '../inbox/channel-mark'
import { StatusMark } from '../inbox/status'
import { keys } from '../live/apply'
import { PagedList } from '../settings/paged'
import { customers } from './desk'
import { useCustomerWords } from './words'

interface Props {
  id: string
  /** The conversation that is on the screen already. */
  except?: string
}

/** All that was ever said with them and with those who are a part of them, the latest begun first. */
export function History({ id, except }: Props) {
  const { t } = useCustomerWords()
  const none = <p class="hint">{t(except ? 'history.others.none' : 'history.none')}</p>
  return (
    <PagedList name={keys.history(id)} load={customers.history(id)} empty={none}>
      {(items) => {
        const others = items.filter((c) => c.id !== except)
        return others.length ? <Talks items={others} /> : none
      }}
    </PagedList>
  )
}

function Talks({ items }: { items: readonly Conversation[] }) {
  return (
    <ul class="talks">
      {items.map((c) => (
        <li key={c.id}>
          <Talk c={c} />
        </li>
      ))}
    </ul>
  )
}

function Talk({ c }: { c: Conversation }) {
  const { t } = useCustomerWords()
  const { moment } = useWords()
  return (
    <a href={href(`/inbox/${c.id}?view=all`)}>
      <span class="talk-title">{c.subject || c.last?.preview || t('history.silent')}</span>
      <span class="talk-marks">
        <ChannelMark channel={c.channel} />
        <StatusMark status={c.status} />
        <time dateTime={c.created_at}>{moment(c.created_at)}</time>
      </span>
    </a>
  )
}
