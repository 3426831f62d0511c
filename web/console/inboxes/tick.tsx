interface Props {
  name: string
  label: string
  hint?: string
  on: boolean
}

/** A box that is sent when it is ticked. */
export function Tick({ name, label, hint, on }: Props) {
  return (
    <label class="switch">
      <input type="checkbox" name={name} defaultChecked={on} />
      <span>
        <strong>{label}</strong>
        {hint && <span class="hint">{hint}</span>}
      </span>
    </label>
  )
}
