/** One question with its label, its answer, and what is wrong with it. */
import type { JSX } from 'preact'
import type { Field } from './wire'
import type { FormWords } from './words/words'

export interface QuestionProps {
  field: Field
  value: string
  rule?: string
  words: FormWords
  change: (value: string) => void
}

const types = { text: 'text', email: 'email', phone: 'tel' } as const
const autofill: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', name: 'name' }

export function Question({ field, value, rule, words, change }: QuestionProps): JSX.Element {
  const { t, has } = words
  const [id, said] = [`field-${field.id}`, `said-${field.id}`]
  const known = {
    id,
    name: field.id,
    value,
    'aria-required': field.required,
    'aria-invalid': !!rule,
    'aria-describedby': rule ? said : undefined,
    maxLength: field.most,
  }
  const take = (event: { currentTarget: { value: string } }): void => change(event.currentTarget.value)
  const why = `wrong_${rule}`

  return (
    <div class="question">
      <label for={id}>
        {field.label}
        {!field.required && <small> ({t('optional')})</small>}
      </label>
      {field.kind === 'long' ? (
        <textarea {...known} rows={6} onInput={take} />
      ) : field.kind === 'choice' ? (
        <select {...known} onChange={take}>
          <option value="">{t('choose')}</option>
          {field.options?.map((option) => <option key={option}>{option}</option>)}
        </select>
      ) : (
        <input {...known} list={undefined} type={types[field.kind as keyof typeof types]} autocomplete={autofill[field.kind] ?? autofill[field.id]} onInput={take} />
      )}
      {rule && <Said id={said} text={t(has(why) ? why : 'wrong')} />}
    </div>
  )
}

export function Said({ id, text }: { id: string; text: string }): JSX.Element {
  return (
    <p id={id} class="wrong">
      {text}
    </p>
  )
}
