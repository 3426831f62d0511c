import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { Outcome } from '../settings/outcome'
import { useRecord } from '../settings/use-record'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { type Faults, type Values, useForm } from '../ui/form'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { type Sla, type Target, priorities, sla, targets } from './desk'
import { type SetupWords, useSetupWords } from './words'

const longest = 525_600
const whole = (text: string | undefined): number => (/^\d{1,6}$/.test(text?.trim() ?? '') ? Number(text) : NaN)
/** Nothing is no target. */
const minutes = (text: string | undefined): number | null => (text?.trim() ? whole(text) : null)

function check(values: Values, t: SetupWords['t']): Faults {
  const faults: Faults = {}
  for (const [name, text] of Object.entries(values)) {
    const [least, most] = name === 'warn_percent' ? [1, 99] : [1, longest]
    const empty = !text.trim() && name !== 'warn_percent'
    const found = whole(text)
    if (!empty && !(found >= least && found <= most)) faults[name] = t('number.between', { from: least, to: most })
  }
  return faults
}

const change = (values: Values): Partial<Sla> => ({
  warn_percent: whole(values['warn_percent']),
  targets: Object.fromEntries(
    priorities.map((priority) => [
      priority,
      Object.fromEntries(targets.map((target) => [target, minutes(values[`${priority}.${target}`])])),
    ]),
  ) as Sla['targets'],
})

export function Targets() {
  const { t } = useSetupWords()
  const { record, save, stale, saved } = useRecord('sla', sla.get)
  if (record.isPending) return <Skeleton rows={5} shape="line" />
  if (!record.data) return <Trouble error={record.error} retry={() => void record.refetch()} />
  const keep = (values: Values): Promise<unknown> => save((version) => sla.change(version, change(values)))
  return (
    <>
      <p class="hint">{t('targets.lead')}</p>
      <TargetsForm key={record.data.version} now={record.data} keep={keep} stale={stale} saved={saved} />
    </>
  )
}

interface Props {
  now: Sla
  keep: (values: Values) => Promise<unknown>
  stale: boolean
  saved: boolean
}

function TargetsForm({ now, keep, stale, saved }: Props) {
  const { t } = useSetupWords()
  const words = useWords()
  const { role } = useSession()
  const form = useForm(keep, (values) => check(values, t))
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <Outcome error={form.error} stale={stale} saved={saved} />
      <fieldset class="fields" disabled={!canManage(role)}>
        {priorities.map((priority) => (
          <div class="target-row" key={priority} role="group" aria-labelledby={`of-${priority}`}>
            <PriorityName priority={priority} />
            {targets.map((target) => (
              <Minutes key={target} name={`${priority}.${target}`} target={target} value={now.targets[priority]?.[target]} faults={form.faults} />
            ))}
          </div>
        ))}
        <TextField
          name="warn_percent"
          inputMode="numeric"
          label={t('targets.warn')}
          hint={t('targets.warn.hint')}
          defaultValue={String(now.warn_percent)}
          error={form.faults['warn_percent']}
        />
      </fieldset>
      {canManage(role) && (
        <Button type="submit" kind="main" busy={form.busy}>
          {words.t('do.save')}
        </Button>
      )}
    </form>
  )
}

function PriorityName({ priority }: { priority: (typeof priorities)[number] }) {
  const { t } = useSetupWords()
  return (
    <strong id={`of-${priority}`} class="target-of">
      {t(`priority.${priority}`)}
    </strong>
  )
}

function Minutes({ name, target, value, faults }: { name: string; target: Target; value: number | null | undefined; faults: Faults }) {
  const { t } = useSetupWords()
  return (
    <TextField name={name} inputMode="numeric" label={t(`target.${target}`)} defaultValue={value == null ? '' : String(value)} error={faults[name]} />
  )
}
