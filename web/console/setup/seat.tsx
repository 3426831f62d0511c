import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Colleague } from '../core/records'
import { isCode, told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { toast } from '../ui/toast'
import { teams } from './desk'
import { useSetupWords } from './words'

const most = 50

/** Which teams a colleague works in, and how many conversations they hold at once. */
export function SeatDialog({ one, onClose }: { one: Colleague; onClose: () => void }) {
  const { t } = useSetupWords()
  const words = useWords()
  const cache = useQueryClient()
  const known = useQuery({ queryKey: ['settings', 'teams', 'all'], queryFn: () => teams.list() })
  const form = useForm(
    async (values) => {
      const chosen = Object.keys(values).filter((name) => name.startsWith('team.')).map((name) => name.slice(5))
      await teams.seat(one.person, one.version, { teams: chosen, capacity: Number(values['capacity']) })
      toast(t('seat.saved', { name: one.name }))
      await cache.invalidateQueries({ queryKey: ['settings', 'people'] })
      onClose()
    },
    ({ capacity = '' }) => {
      const fits = /^\d{1,2}$/.test(capacity.trim()) && Number(capacity) >= 1 && Number(capacity) <= most
      return fits ? ({} as Record<string, string>) : { capacity: t('number.between', { from: 1, to: most }) }
    },
  )
  return (
    <Dialog title={t('seat.of', { name: one.name })} onClose={onClose}>
      {known.isPending ? (
        <Skeleton rows={3} shape="line" />
      ) : (
        <form class="fields" onSubmit={form.onSubmit} noValidate>
          {form.error ? <Notice kind="danger">{isCode(form.error, 'stale') ? t('stale') : told(form.error, words)}</Notice> : null}
          <fieldset class="fields">
            <legend class="label">{t('seat.teams')}</legend>
            {known.data?.items.length ? (
              known.data.items.map((team) => (
                <label key={team.id} class="check">
                  <input type="checkbox" name={`team.${team.id}`} defaultChecked={one.teams.includes(team.id)} /> {team.name}
                </label>
              ))
            ) : (
              <p class="hint">{t('seat.teams.none')}</p>
            )}
          </fieldset>
          <TextField
            name="capacity"
            inputMode="numeric"
            label={t('seat.capacity')}
            hint={t('seat.capacity.hint')}
            defaultValue={String(one.capacity)}
            error={form.faults['capacity']}
          />
          <div class="actions">
            <Button onClick={onClose}>{words.t('do.cancel')}</Button>
            <Button type="submit" kind="main" busy={form.busy}>
              {words.t('do.save')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
