import type { Attribute } from '../core/records'
import { Button, IconButton } from '../ui/button'
import { TextField } from '../ui/field'
import { longest, mostAttributes } from './edit'
import { useCustomerWords } from './words'

interface Props {
  attributes: Attribute[]
  set: (attributes: Attribute[]) => void
  fault?: string
}

/** Whatever else the merchant wants to know, by names of its own. */
export function Attributes({ attributes, set, fault }: Props) {
  const { t } = useCustomerWords()
  const change = (i: number, to: Partial<Attribute>): void => set(attributes.with(i, { ...attributes[i]!, ...to }))
  return (
    <fieldset class="attributes">
      <legend class="label">{t('attributes')}</legend>
      {fault && (
        <p class="error" role="alert">
          {fault}
        </p>
      )}
      <ul>
        {attributes.map(({ name, value }, i) => (
          <li key={i}>
            <TextField label={t('attribute.name', { n: i + 1 })} value={name} maxLength={longest.attribute} onInput={({ currentTarget }) => change(i, { name: currentTarget.value })} />
            <TextField label={t('attribute.value', { n: i + 1 })} value={value} maxLength={longest.value} onInput={({ currentTarget }) => change(i, { value: currentTarget.value })} />
            <IconButton label={t('attribute.drop', { n: i + 1 })} icon="trash" onClick={() => set(attributes.toSpliced(i, 1))} />
          </li>
        ))}
      </ul>
      {attributes.length < mostAttributes && (
        <Button icon="plus" onClick={() => set([...attributes, { name: '', value: '' }])}>
          {t('attribute.add')}
        </Button>
      )}
    </fieldset>
  )
}
