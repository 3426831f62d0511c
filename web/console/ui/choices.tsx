import type { ComponentChildren } from 'preact'
import { useId } from 'react'

interface Props<T extends string> {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChoose: (value: T) => void
  mark?: (value: T) => ComponentChildren
}

/** Native radios in a row: arrow keys and announcements come with them. */
export function Choices<T extends string>({ label, value, options, onChoose, mark }: Props<T>) {
  const name = useId()
  return (
    <fieldset class="choices">
      <legend class="label">{label}</legend>
      <div class="segments">
        {options.map(([option, text]) => (
          <label key={option} class="segment">
            <input type="radio" name={name} checked={option === value} onChange={() => onChoose(option)} />
            {mark?.(option)}
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
