import { Button, IconButton } from '../ui/button'
import { AreaField, SelectField, TextField } from '../ui/field'
import type { FormField } from './desk'
import { freshId } from './settings'
import { useInboxWords } from './words'

export const mostFields = 12
const kinds = ['text', 'long', 'email', 'phone', 'choice'] as const

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
    </fieldset>
  )
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 20)

function One({ field, n, change }: { field: FormField; n: number; change: (to: Partial<FormField>) => void }) {
  const { t } = useInboxWords()
  const turn = (kind: FormField['kind']): void => change({ kind, options: kind === 'choice' ? (field.options ?? []) : undefined })
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
      <label class="check">
        <input type="checkbox" checked={field.required ?? false} onChange={({ currentTarget }) => change({ required: currentTarget.checked })} />
        {t('form.field.required', { n })}
      </label>
    </div>
  )
}
