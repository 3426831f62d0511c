import { Button, IconButton } from '../ui/button'
import { AreaField, SelectField, TextField } from '../ui/field'
import type { FormField } from './desk'
import { canMean, freshId, type Meaning, meaning, meanings } from './settings'
import { useInboxWords } from './words'

export const mostFields = 12
const kinds = ['text', 'long', 'email', 'phone', 'choice', 'files'] as const
/** The house's own limits; a merchant says less. */
const most = { files: 10, megabytes: 20 }
const counts = (n: number): [string, string][] => Array.from({ length: n }, (_, i) => [`${i + 1}`, `${i + 1}`])

interface Props {
  fields: FormField[]
  set: (fields: FormField[]) => void
  fault?: string
}

/** What a form asks beside name, address and words: in this order. */
export function Fields({ fields, set, fault }: Props) {
  const { t } = useInboxWords()
  const change = (i: number, to: Partial<FormField>): void => set(fields.with(i, { ...fields[i]!, ...to }))
  const up = (i: number): void => set(fields.with(i, fields[i - 1]!).with(i - 1, fields[i]!))
  const add = (): void => set([...fields, { id: freshId(fields), label: '', kind: 'text' }])
  return (
    <fieldset class="form-fields">
      <legend class="label">{t('form.fields')}</legend>
      <p class="hint">{t('form.fields.hint')}</p>
      {fault && (
        <p class="error" role="alert">
          {fault}
        </p>
      )}
      <ol>
        {fields.map((field, i) => (
          <li key={field.id}>
            <One field={field} n={i + 1} change={(to) => change(i, to)} />
            <div class="field-acts">
              <IconButton label={t('form.field.up', { n: i + 1 })} icon="up" aria-disabled={i === 0 || undefined} onClick={() => i > 0 && up(i)} />
              <IconButton label={t('form.field.drop', { n: i + 1 })} icon="trash" onClick={() => set(fields.toSpliced(i, 1))} />
            </div>
          </li>
        ))}
      </ol>
      {fields.length < mostFields && (
        <Button icon="plus" onClick={add}>
          {t('form.field.add')}
        </Button>
      )}
      {fields.length > 0 && (
        <div class="pair">
          {meanings.map((means) => (
            <StandsFor key={means} means={means} fields={fields} set={set} />
          ))}
        </div>
      )}
    </fieldset>
  )
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 20)

interface StandsForProps {
  means: Meaning
  fields: FormField[]
  set: (fields: FormField[]) => void
}

/** Which question's answer is more than a line of the message. */
function StandsFor({ means, fields, set }: StandsForProps) {
  const { t } = useInboxWords()
  const fit = fields.flatMap((field, i) => (field.id === means || canMean(means, field) ? [[`${i}`, `${i + 1}. ${field.label}`] as const] : []))
  return (
    <SelectField
      label={t(`form.means.${means}`)}
      hint={t(`form.means.${means}.hint`)}
      value={`${fields.findIndex(({ id }) => id === means)}`}
      onChange={({ currentTarget }) => set(meaning(fields, means, Number(currentTarget.value)))}
      options={[['-1', t('form.means.none')], ...fit]}
    />
  )
}

function One({ field, n, change }: { field: FormField; n: number; change: (to: Partial<FormField>) => void }) {
  const { t } = useInboxWords()
  const turn = (kind: FormField['kind']): void =>
    change({
      kind,
      options: kind === 'choice' ? (field.options ?? []) : undefined,
      ...(kind === 'files' ? { most_files: 5, most_megabytes: most.megabytes } : { most_files: undefined, most_megabytes: undefined }),
    })
  return (
    <div class="fields">
      <div class="pair">
        <TextField label={t('form.field.label', { n })} value={field.label} maxLength={80} onInput={({ currentTarget }) => change({ label: currentTarget.value })} />
        <SelectField
          label={t('form.field.kind', { n })}
          value={field.kind}
          onChange={({ currentTarget }) => turn(kinds.find((kind) => kind === currentTarget.value) ?? 'text')}
          options={kinds.map((kind) => [kind, t(`form.kind.${kind}`)])}
        />
      </div>
      {field.kind === 'choice' && (
        <AreaField
          name={`options_${field.id}`}
          label={t('form.field.options', { n })}
          hint={t('form.field.options.hint')}
          rows={3}
          defaultValue={field.options?.join('\n') ?? ''}
          onInput={({ currentTarget }) => change({ options: lines(currentTarget.value) })}
        />
      )}
      {field.kind === 'files' && (
        <div class="pair">
          <SelectField
            label={t('form.field.most_files', { n })}
            value={`${field.most_files ?? 5}`}
            onChange={({ currentTarget }) => change({ most_files: Number(currentTarget.value) })}
            options={counts(most.files)}
          />
          <SelectField
            label={t('form.field.most_megabytes', { n })}
            value={`${field.most_megabytes ?? most.megabytes}`}
            onChange={({ currentTarget }) => change({ most_megabytes: Number(currentTarget.value) })}
            options={counts(most.megabytes)}
          />
        </div>
      )}
      <label class="check">
        <input type="checkbox" checked={field.required ?? false} onChange={({ currentTarget }) => change({ required: currentTarget.checked })} />
        {t('form.field.required', { n })}
      </label>
    </div>
  )
}
