import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conversation } from '../../shared/wire'
import { useColleagues, useTeams } from '../core/colleagues'
import { conversations } from '../core/desk'
import type { Colleague } from '../core/records'
import { canWrite, useSession } from '../core/session'
import { isRule, told } from '../core/trouble'
import { useWords } from '../core/words'
import { onConversation } from '../live/apply'
import { Button } from '../ui/button'
import { Choices } from '../ui/choices'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { Notice, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { toast } from '../ui/toast'
import { People, Teams } from './transfer-lists'

type Kind = 'person' | 'team'
interface Target {
  id: string
  name: string
}

/** To a colleague, with what they hold already, or to whoever of a team is next. */
export default function Transfer({ c, onClose }: { c: Conversation; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const { person } = useSession()
  const cache = useQueryClient()
  const [kind, setKind] = useState<Kind>('person')
  const [to, setTo] = useState<Target | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const full = isRule(error, 'capacity')
  const turn = (next: Kind): void => (setKind(next), setTo(null), setError(null))
  const send = async (): Promise<void> => {
    if (!to || busy) return
    setBusy(true)
    const target = kind === 'team' ? { team: to.id } : { person: to.id, ...(full && { beyond: true as const }) }
    try {
      onConversation(cache, person.id, await conversations.transfer(c.id, target))
      toast(t('transfer.done', { name: to.name }))
      onClose()
    } catch (why) {
      setError(why)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('transfer.title')} onClose={onClose}>
      <Choices
        label={t('transfer.kind')}
        value={kind}
        onChoose={turn}
        options={[['person', t('transfer.person')], ['team', t('transfer.team')]]}
      />
      {kind === 'person' ? (
        <Colleagues holder={c.assignee?.id} chosen={to?.id} onChoose={(one) => (setTo(one), setError(null))} />
      ) : (
        <OurTeams chosen={to?.id} onChoose={(one) => (setTo(one), setError(null))} />
      )}
      {full && to ? <Beyond id={to.id} /> : error ? <Notice kind="danger">{told(error, words)}</Notice> : null}
      <div class="actions">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button kind="main" icon="swap" busy={busy} aria-disabled={!to || undefined} onClick={() => void send()}>
          {t(full ? 'full.transfer' : 'transfer.do')}
        </Button>
      </div>
    </Dialog>
  )
}

interface ListProps {
  chosen?: string
  onChoose: (one: Target) => void
}

/** Those who could take it first; whoever has it already is not asked. */
const byRoom = (a: Colleague, b: Colleague): number =>
  Number(b.presence === 'available') - Number(a.presence === 'available') || a.load - b.load || a.name.localeCompare(b.name)

function Colleagues({ holder, chosen, onChoose }: ListProps & { holder?: string }) {
  const { t } = useWords()
  const people = useColleagues()
  const [sought, setSought] = useState('')
  if (people.isPending) return <Skeleton rows={4} shape="line" />
  if (!people.data) return <Trouble error={people.error} retry={() => void people.refetch()} />
  const found = people.data
    .filter((one) => canWrite(one.role) && one.person !== holder && one.name.toLowerCase().includes(sought.trim().toLowerCase()))
    .sort(byRoom)
  return (
    <>
      <TextField label={t('transfer.find')} type="search" value={sought} onInput={({ currentTarget }) => setSought(currentTarget.value)} />
      <People people={found} chosen={chosen} onChoose={onChoose} />
    </>
  )
}

function OurTeams({ chosen, onChoose }: ListProps) {
  const teams = useTeams()
  if (teams.isPending) return <Skeleton rows={3} shape="line" />
  if (!teams.data) return <Trouble error={teams.error} retry={() => void teams.refetch()} />
  return <Teams teams={teams.data} chosen={chosen} onChoose={onChoose} />
}

function Beyond({ id }: { id: string }) {
  const { t } = useWords()
  const one = useColleagues().data?.find((each) => each.person === id)
  if (!one) return null
  return <Notice kind="warning">{t('full.colleague', { name: one.name, load: one.load, capacity: one.capacity })}</Notice>
}
