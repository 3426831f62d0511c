import { useQueryClient } from '@tanstack/react-query'
import { priorities, type Priority, type TicketType, types } from '../../shared/tickets'
import { useColleagues, useTeams } from '../core/colleagues'
import { go } from '../core/router'
import { canWrite, useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { onTicket } from '../live/tickets'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { AreaField, SelectField, TextField } from '../ui/field'
import { useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { type NewTicket, tickets } from './desk'
import { longest, readTags } from './limits'
import { useTicketWords } from './words'

interface Props {
  /** Where it comes from a conversation: that, and what may do for a title. */
  from?: { conversation: string; title: string }
  onClose: () => void
}

export default function Create({ from, onClose }: Props) {
  const { t } = useTicketWords()
  const words = useWords()
  const { person } = useSession()
  const cache = useQueryClient()
  const others = (useColleagues().data ?? []).filter((one) => canWrite(one.role) && one.person !== person.id)
  const people = [[person.id, t('form.me', { name: person.name })] as const, ...others.map((one) => [one.person, one.name] as const)]
  const groups = (useTeams().data ?? []).map((team) => [team.id, team.name] as const)
  const nobodys = from
    ? ([['', t('form.assignee.holder')], [nobody, t('fact.nobody')]] as const)
    : ([['', t('fact.nobody')]] as const)
  const form = useForm(
    async (values) => {
      const fresh = filled(values)
      const made = await (from ? tickets.createFrom(from.conversation, fresh) : tickets.create(fresh))
      onTicket(cache, person.id, made)
      onClose()
      toast(t('form.made', { number: String(made.number) }), { label: t('alarm.open'), act: () => go(`/tickets/${made.id}`) })
    },
    ({ title }) => (title?.trim() ? {} : { title: words.t('auth.required') }) as Record<string, string>,
  )
  return (
    <Dialog title={t('create')} onClose={onClose}>
      <form class="fields" noValidate onSubmit={form.onSubmit}>
        {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
        {from && <p class="hint">{t('form.from')}</p>}
        <TextField label={t('form.title')} name="title" defaultValue={from?.title} maxLength={longest.title} error={form.faults.title} autoFocus />
        <AreaField label={t('form.description')} name="description" rows={4} maxLength={longest.description} />
        <div class="halves">
          <SelectField label={t('form.type')} name="type" options={types.map((one) => [one, t(`type.${one}`)] as const)} />
          <SelectField label={t('form.priority')} name="priority" defaultValue="normal" options={priorities.map((one) => [one, t(`priority.${one}`)] as const)} />
        </div>
        <div class="halves">
          <SelectField label={t('form.assignee')} name="person" options={[...nobodys, ...people]} />
          <SelectField label={t('form.team')} name="team" options={[['', t('fact.team.none')], ...groups]} />
        </div>
        <div class="halves">
          <TextField label={t('form.category')} name="category" maxLength={longest.category} />
          <TextField label={t('form.tags')} name="tags" hint={t('form.tags.hint')} />
        </div>
        <div class="actions">
          <Button onClick={onClose}>{words.t('do.cancel')}</Button>
          <Button kind="main" type="submit" busy={form.busy}>
            {t('form.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** A conversation's holder gets its ticket where nothing is said; that nobody shall is said. */
const nobody = 'nobody'

/** What was left empty is not said at all. */
function filled(values: Record<string, string>): NewTicket {
  const { title = '', description = '', category = '', tags = '' } = values
  return {
    title: title.trim(),
    type: values.type as TicketType,
    priority: values.priority as Priority,
    ...(description.trim() && { description: description.trim() }),
    ...(values.person && { person: values.person === nobody ? null : values.person }),
    ...(values.team && { team: values.team }),
    ...(category.trim() && { category: category.trim() }),
    ...(readTags(tags).length && { tags: readTags(tags) }),
  }
}
