import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { canManage, useSession } from '../core/session'
import { useWords } from '../core/words'
import { zoneOptions } from '../core/zones'
import { Outcome } from '../settings/outcome'
import { useRecord } from '../settings/use-record'
import { Button } from '../ui/button'
import { AreaField, SelectField, TextField } from '../ui/field'
import { type Faults, type Values, useForm } from '../ui/form'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { type Calendar, type OwnDay, days, hours } from './desk'
import { lineOf, parseSpans } from './intervals'
import { type SetupKey, type SetupWords, useSetupWords } from './words'

/** Countries whose public holidays a merchant can keep; the desk knows them by these codes. */
const countries = ['CN', 'HK', 'TW', 'SG', 'JP', 'KR', 'US', 'GB', 'DE', 'FR', 'AU', 'CA'] as const
const previewed = 14

/** A line a day: date, its hours or nothing, its name. */
function parseOwn(text: string): OwnDay[] | undefined {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean)
  const found = lines.map((line) => {
    const [, date, spans = '', name = ''] = /^(\d{4}-\d{2}-\d{2})\s*\[([^\]]*)\]\s*(.*)$/.exec(line) ?? []
    const intervals = date && !Number.isNaN(Date.parse(date)) ? parseSpans(spans) : undefined
    return date && intervals ? { date, intervals, name: name.trim() } : undefined
  })
  return found.every((day) => day !== undefined) ? (found as OwnDay[]) : undefined
}
const ownText = (own: readonly OwnDay[]): string =>
  own.map((day) => `${day.date} [${lineOf(day.intervals)}] ${day.name}`.trim()).join('\n')

function check(values: Values, t: SetupWords['t']): Faults {
  const faults: Faults = {}
  for (const day of days) if (!parseSpans(values[day] ?? '')) faults[day] = t('hours.bad')
  if (days.every((day) => parseSpans(values[day] ?? '')?.length === 0)) faults['mon'] = t('hours.never')
  if (!parseOwn(values['own_days'] ?? '')) faults['own_days'] = t('hours.own.bad')
  return faults
}

const change = (values: Values): Partial<Calendar> => ({
  time_zone: values['time_zone'],
  week: Object.fromEntries(days.map((day) => [day, parseSpans(values[day] ?? '') ?? []])),
  holidays: values['holidays'] || null,
  makeup_as: days.find((day) => day === values['makeup_as']) ?? 'mon',
  own_days: parseOwn(values['own_days'] ?? '') ?? [],
})

export function Hours() {
  const { t } = useSetupWords()
  const { record, save, stale, saved } = useRecord('calendar', hours.get)
  if (record.isPending) return <Skeleton rows={7} shape="line" />
  if (!record.data) return <Trouble error={record.error} retry={() => void record.refetch()} />
  const keep = (values: Values): Promise<unknown> => save((version) => hours.change(version, change(values)))
  return (
    <>
      <p class="hint">{t('hours.lead')}</p>
      <HoursForm key={record.data.version} now={record.data} keep={keep} stale={stale} saved={saved} />
      <Preview version={record.data.version} zone={record.data.time_zone} />
    </>
  )
}

interface Props {
  now: Calendar
  keep: (values: Values) => Promise<unknown>
  stale: boolean
  saved: boolean
}

function HoursForm({ now, keep, stale, saved }: Props) {
  const { t } = useSetupWords()
  const words = useWords()
  const { role } = useSession()
  const form = useForm(keep, (values) => check(values, t))
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <Outcome error={form.error} stale={stale} saved={saved} />
      <fieldset class="fields" disabled={!canManage(role)}>
        <SelectField name="time_zone" label={t('hours.zone')} defaultValue={now.time_zone} options={zoneOptions(now.time_zone)} />
        <div class="week">
          <p class="hint">{t('hours.hint')}</p>
          {days.map((day) => (
            <TextField
              key={day}
              name={day}
              label={t(`day.${day}`)}
              placeholder={t('hours.closed')}
              defaultValue={lineOf(now.week[day])}
              error={form.faults[day]}
              autoComplete="off"
            />
          ))}
        </div>
        <SelectField name="holidays" label={t('hours.holidays')} hint={t('hours.holidays.hint')} defaultValue={now.holidays ?? ''} options={countryOptions(words.lang, t)} />
        <SelectField name="makeup_as" label={t('hours.makeup')} defaultValue={now.makeup_as} options={days.map((day) => [day, t(`day.${day}`)] as const)} />
        <AreaField
          name="own_days"
          rows={3}
          label={t('hours.own')}
          hint={t('hours.own.hint')}
          defaultValue={ownText(now.own_days)}
          error={form.faults['own_days']}
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

function countryOptions(lang: string, t: SetupWords['t']): [string, string][] {
  const names = new Intl.DisplayNames(lang === 'zh' ? 'zh-CN' : 'en', { type: 'region' })
  return [['', t('hours.holidays.none')], ...countries.map((code): [string, string] => [code, names.of(code) ?? code])]
}

/** What the next two weeks look like, and why: the proof that the form says what was meant. */
function Preview({ version, zone }: { version: number; zone: string }) {
  const { t, has, lang } = useSetupWords()
  const [today] = useState(() => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date()))
  const found = useQuery({ queryKey: ['settings', 'calendar', 'preview', version], queryFn: () => hours.preview(today, previewed) })
  const named = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en', { month: 'short', day: 'numeric', weekday: 'short', timeZone: 'UTC' })
  if (!found.data) return null
  return (
    <section class="block">
      <h2>{t('hours.preview')}</h2>
      <ul class="lines">
        {found.data.items.map((day) => (
          <li key={day.date} data-closed={day.intervals.length ? undefined : true}>
            <span class="who">{named.format(new Date(`${day.date}T00:00:00Z`))}</span>
            <span>{day.intervals.length ? lineOf(day.intervals) : t('hours.closed')}</span>
            <span class="hint">{day.name || (has(`hours.reason.${day.reason}`) && t(`hours.reason.${day.reason}` as SetupKey))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
