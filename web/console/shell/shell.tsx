import type { ComponentChildren } from 'preact'
import { Suspense, lazy, useState } from 'react'
import { useCommand } from '../core/commands'
import type { Place } from '../core/router'
import { useWords } from '../core/words'
import { Banner } from './banner'
import { useKeys } from './keys'
import { Rail } from './rail'

const CommandBar = lazy(() => import('../command/command-bar'))
const Help = lazy(() => import('../command/help'))

export function Shell({ place, children }: { place: Place; children: ComponentChildren }) {
  const { t } = useWords()
  const [open, setOpen] = useState<'bar' | 'help' | null>(null)
  useCommand('bar', () => setOpen('bar'))
  useCommand('help', () => setOpen('help'))
  useKeys()
  const close = () => setOpen(null)
  return (
    <div class="shell" data-room={place.path[0]} data-deep={place.path.length > 1 || undefined}>
      <button type="button" class="skip" onClick={toContent}>
        {t('app.skip')}
      </button>
      <Rail room={place.path[0] ?? 'inbox'} />
      <div class="stage">
        <Banner />
        <div class="room">{children}</div>
      </div>
      <Suspense fallback={null}>
        {open === 'bar' && <CommandBar onClose={close} />}
        {open === 'help' && <Help onClose={close} />}
      </Suspense>
    </div>
  )
}

/** A link to #main would be a route here. */
function toContent(): void {
  const main = document.querySelector<HTMLElement>('main, [role=main]')
  main?.setAttribute('tabindex', '-1')
  main?.focus()
}
