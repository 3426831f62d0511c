import type { ComponentChildren } from 'preact'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from './button'
import { Icon, type IconName } from './icon'

type Kind = 'danger' | 'warning' | 'success' | 'info'

const icons: Record<Kind, IconName> = { danger: 'alert', warning: 'alert', success: 'check', info: 'bot' }

export function Notice({ kind, children }: { kind: Kind; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <Icon name={icons[kind]} />
      <div>{children}</div>
    </div>
  )
}

/** What went wrong, in the reader's words, with a way to try again where that helps. */
export function Trouble({ error, lead, retry }: { error: unknown; lead?: string; retry?: () => void }) {
  const words = useWords()
  return (
    <div class="blank" role="alert">
      <Icon name="alert" size={32} />
      {lead && <strong>{lead}</strong>}
      <p>{told(error, words)}</p>
      {retry && (
        <Button icon="refresh" onClick={retry}>
          {words.t('do.retry')}
        </Button>
      )}
    </div>
  )
}

interface BlankProps {
  icon: IconName
  title: string
  hint?: string
  children?: ComponentChildren
}

export function Blank({ icon, title, hint, children }: BlankProps) {
  return (
    <div class="blank">
      <Icon name={icon} size={32} />
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  )
}
