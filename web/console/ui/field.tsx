import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'react'

interface Frame {
  label: string
  hint?: string
  error?: string
}
interface Inside {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

function Framed({ label, hint, error, children }: Frame & { children: (inside: Inside) => ComponentChildren }) {
  const id = useId()
  const said = error ?? hint
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': said ? `${id}-said` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {said && (
        <p id={`${id}-said`} class={error ? 'error' : 'hint'}>
          {said}
        </p>
      )}
    </div>
  )
}

type Text = Frame & JSX.IntrinsicElements['input']

export function TextField({ label, hint, error, ...input }: Text) {
  return (
    <Framed label={label} hint={hint} error={error}>
      {(inside) => <input type="text" {...input} {...inside} />}
    </Framed>
  )
}

type Choice = Frame &
  JSX.IntrinsicElements['select'] & {
    options: readonly (readonly [string, string])[]
  }

export function SelectField({ label, hint, error, options, ...select }: Choice) {
  return (
    <Framed label={label} hint={hint} error={error}>
      {(inside) => (
        <select {...select} {...inside}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Framed>
  )
}

type Area = Frame & JSX.IntrinsicElements['textarea']

export function AreaField({ label, hint, error, ...area }: Area) {
  return (
    <Framed label={label} hint={hint} error={error}>
      {(inside) => <textarea {...area} {...inside} />}
    </Framed>
  )
}
