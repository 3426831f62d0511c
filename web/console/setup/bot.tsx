import { useState } from 'react'
import { checked, filled } from '../auth/checks'
import { settings } from '../core/desk'
import { cache } from '../core/query'
import { canManage, useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Outcome } from '../settings/outcome'
import { useRecord } from '../settings/use-record'
import { Button } from '../ui/button'
import { AreaField, SelectField, TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice, Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { type BotSettings, type Keyword, type Tried, bot } from './desk'
import { useSetupWords } from './words'

const deadlines = [60, 120, 180, 300, 600] as const

/** A line a rule: words parted by commas, an equals sign, the reply. */
export function parseKeywords(text: string): Keyword[] | undefined {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean)
  const found = lines.map((line) => {
    const at = line.search(/[=＝]/)
    const words = line.slice(0, Math.max(at, 0)).split(/[,，、]/).map((word) => word.trim()).filter(Boolean)
    const reply = line.slice(at + 1).trim()
    return at > 0 && words.length && reply ? { words, reply } : undefined
  })
  return found.every((rule) => rule !== undefined) ? (found as Keyword[]) : undefined
}
export const keywordText = (rules: readonly Keyword[]): string =>
  rules.map((rule) => `${rule.words.join(', ')} = ${rule.reply}`).join('\n')

const change = (values: Values): Partial<BotSettings> => ({
  name: values['name']?.trim() ?? '',
  welcome: { zh: values['welcome_zh']?.trim() ?? '', en: values['welcome_en']?.trim() ?? '' },
  keywords: parseKeywords(values['keywords'] ?? '') ?? [],
  handoff_deadline_s: Number(values['handoff_deadline_s']),
})

export function Bot() {
  const { t } = useSetupWords()
  const { record, save, stale, saved } = useRecord('bot', bot.get)
  if (record.isPending) return <Skeleton rows={5} shape="line" />
  if (!record.data) return <Trouble error={record.error} retry={() => void record.refetch()} />
  const keep = (values: Values): Promise<unknown> => save((version) => bot.change(version, change(values)))
  return (
    <>
      <p class="hint">{t('bot.lead')}</p>
      <Switch />
      <BotForm key={record.data.version} now={record.data} keep={keep} stale={stale} saved={saved} />
      <Try />
    </>
  )
}

/** On or off is the merchant's own setting: it decides who a new conversation begins with. */
function Switch() {
  const { t } = useSetupWords()
  const words = useWords()
  const { role } = useSession()
  const { record, save, stale } = useRecord('merchant', settings.merchant)
  const [error, setError] = useState<unknown>(null)
  if (!record.data) return null
  const on = record.data.bot_on
  const turn = (): void => {
    setError(null)
    save((version) => settings.changeMerchant(version, { bot_on: !on })).then(
      (now) => now && cache.invalidateQueries({ queryKey: ['session'] }),
      setError,
    )
  }
  return (
    <section class="block">
      {error ? <Notice kind="danger">{told(error, words)}</Notice> : null}
      {stale && <Notice kind="warning">{t('stale')}</Notice>}
      <label class="switch">
        <input type="checkbox" role="switch" checked={on} disabled={!canManage(role)} onChange={turn} />
        <span>
          <strong>{t('bot.on')}</strong>
          <span class="hint">{t('bot.on.hint')}</span>
        </span>
      </label>
    </section>
  )
}

interface Props {
  now: BotSettings
  keep: (values: Values) => Promise<unknown>
  stale: boolean
  saved: boolean
}

function BotForm({ now, keep, stale, saved }: Props) {
  const { t } = useSetupWords()
  const words = useWords()
  const { role } = useSession()
  const form = useForm(keep, (values) => {
    const faults = checked({ name: filled }, words.t)(values)
    return parseKeywords(values['keywords'] ?? '') ? faults : { ...faults, keywords: t('bot.keywords.bad') }
  })
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <Outcome error={form.error} stale={stale} saved={saved} />
      <fieldset class="fields" disabled={!canManage(role)}>
        <TextField name="name" label={t('bot.name')} defaultValue={now.name} error={form.faults['name']} maxLength={80} />
        <AreaField name="welcome_zh" lang="zh-CN" rows={2} maxLength={500} label={t('bot.welcome.zh')} defaultValue={now.welcome.zh} />
        <AreaField name="welcome_en" lang="en" rows={2} maxLength={500} label={t('bot.welcome.en')} defaultValue={now.welcome.en} />
        <AreaField
          name="keywords"
          rows={4}
          label={t('bot.keywords')}
          hint={t('bot.keywords.hint')}
          defaultValue={keywordText(now.keywords)}
          error={form.faults['keywords']}
        />
        <SelectField
          name="handoff_deadline_s"
          label={t('bot.deadline')}
          hint={t('bot.deadline.hint')}
          defaultValue={String(now.handoff_deadline_s)}
          options={[...new Set([...deadlines, now.handoff_deadline_s])].map((s) => [String(s), t('bot.minutes', { n: s / 60 })])}
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

/** A question as a customer would ask it, and what the bot would do; nobody is answered. */
function Try() {
  const { t } = useSetupWords()
  const words = useWords()
  const [tried, setTried] = useState<Tried | null>(null)
  const form = useForm(
    async (values: Values) => setTried(await bot.try(values['text'] ?? '', values['locale'] === 'zh' ? 'zh' : 'en')),
    checked({ text: filled }, words.t),
  )
  return (
    <form class="block" onSubmit={form.onSubmit} noValidate>
      <h2>{t('bot.try')}</h2>
      {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
      <div class="pair">
        <TextField name="text" label={t('bot.try.text')} error={form.faults['text']} maxLength={8000} autoComplete="off" />
        <SelectField name="locale" label={t('bot.try.locale')} defaultValue={words.lang} options={[['zh', words.t('lang.zh')], ['en', words.t('lang.en')]]} />
      </div>
      <Button type="submit" busy={form.busy}>
        {t('bot.try.do')}
      </Button>
      {tried && <Outlook tried={tried} />}
    </form>
  )
}

function Outlook({ tried }: { tried: Tried }) {
  const { t, number, has } = useSetupWords()
  const named = (kind: string): string => (has(kind) ? t(kind) : kind)
  return (
    <div class="trial" role="status">
      <strong>{named(`decision.${tried.decision}`)}</strong>
      {tried.reason && <span class="hint">{named(`reason.${tried.reason}`)}</span>}
      {tried.text && <p>{tried.text}</p>}
      {tried.options?.length ? (
        <ul>
          {tried.options.map((option) => (
            <li key={option.id}>{option.label}</li>
          ))}
        </ul>
      ) : null}
      {tried.tried?.length ? (
        <ul class="hint">
          {tried.tried.map((hit) => (
            <li key={hit.id}>
              {hit.title} · {number(Math.round(hit.score * 100) / 100)}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
