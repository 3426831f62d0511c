import type { ComponentChildren, ButtonHTMLAttributes } from 'preact'
import { Icon, type IconName } from './icon'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'plain' | 'main' | 'quiet' | 'danger'
  icon?: IconName
  busy?: boolean
  children?: ComponentChildren
}

/** A button that waits is not disabled, which would throw the focus away; it ignores the press. */
export function Button({ kind = 'plain', icon, busy, children, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      class={`button ${kind}`}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children && <span>{children}</span>}
    </button>
  )
}

export function IconButton({ label, icon, ...rest }: Omit<Props, 'children'> & { label: string; icon: IconName }) {
  return <Button kind="quiet" icon={icon} aria-label={label} title={label} {...rest} />
}
