import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { href } from '../core/router'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { type SavedView, tickets } from './desk'
import { type Filters, listPath, sameFilters, writeFilters } from './filters'
import { useViews, viewsKey } from './use-tickets'
import { useTicketWords } from './words'

const given: readonly ['all' | 'mine' | 'unassigned', Filters][] = [
  ['all', {}],
  ['mine', { assignee: 'me' }],
  ['unassigned', { assignee: 'none' }],
]

/** Ways to look at the tickets: three that everybody has, and one's own. */
export function Views({ filters }: { filters: Filters }) {
  const { t } = useTicketWords()
  const [saving, setSaving] = useState(false)
  const saved = useViews().data?.items ?? []
  const own = saved.find((view) => sameFilters(view.filters, filters))
  const known = own !== undefined || given.some(([, view]) => sameFilters(view, filters))
  return (
    <div class="views">
      <nav class="tabs" aria-label={t('views')}>
        {given.map(([name, view]) => (
          <Tab key={name} to={view} text={t(`view.${name}`)} chosen={sameFilters(view, filters)} />
        ))}
        {saved.map((view) => (
          <Tab key={view.id} to={view.filters} text={view.name} chosen={view === own} />
        ))}
      </nav>
      {own && <Drop view={own} />}
      {!known && writeFilters(filters) && (
        <Button kind="quiet" icon="plus" onClick={() => setSaving(true)}>
          {t('view.save')}
        </Button>
      )}
      {saving && <Save filters={filters} onClose={() => setSaving(false)} />}
    </div>
  )
}

function Tab({ to, text, chosen }: { to: Filters; text: string; chosen: boolean }) {
  return (
    <a href={href(listPath(to))} aria-current={chosen ? 'page' : undefined}>
      {text}
    </a>
  )
}

function Drop({ view }: { view: SavedView }) {
  const words = useWords()
  const { t } = useTicketWords()
  const cache = useQueryClient()
  const name = t('view.drop', { name: view.name })
  const reload = () => cache.invalidateQueries({ queryKey: viewsKey })
  const again = () => void tickets.keepView(view.name, view.filters).then(reload, (error: unknown) => toast(told(error, words)))
  const drop = async (): Promise<void> => {
    try {
      await tickets.dropView(view.id)
      toast(t('view.dropped', { name: view.name }), { label: t('changed.undo'), act: again })
    } catch (error) {
      toast(told(error, words))
    }
    await reload()
  }
  return <Button kind="quiet" icon="trash" aria-label={name} title={name} onClick={() => void drop()} />
}

const longestName = 60

function Save({ filters, onClose }: { filters: Filters; onClose: () => void }) {
  const words = useWords()
  const { t } = useTicketWords()
  const cache = useQueryClient()
  const form = useForm(
    async ({ name = '' }) => {
      await tickets.keepView(name.trim(), filters)
      await cache.invalidateQueries({ queryKey: viewsKey })
      toast(t('view.saved', { name: name.trim() }))
      onClose()
    },
    ({ name }) => (name?.trim() ? {} : { name: words.t('auth.required') }) as Record<string, string>,
  )
  return (
    <Dialog title={t('view.save')} onClose={onClose}>
      <form class="fields" noValidate onSubmit={form.onSubmit}>
        {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
        <TextField label={t('view.name')} name="name" maxLength={longestName} hint={t('view.save.lead')} error={form.faults.name} autoFocus />
        <div class="actions">
          <Button onClick={onClose}>{words.t('do.cancel')}</Button>
          <Button kind="main" type="submit" busy={form.busy}>
            {words.t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
