import { useEffect, useRef, useState } from 'react'
import type { LinkState } from '../../shared/link'
import { useStore } from '../core/store'
import { useWords } from '../core/words'
import { linkState } from '../live/stores'
import { Icon } from '../ui/icon'

type Shown = 'none' | 'connecting' | 'offline' | 'slow' | 'reconnecting' | 'back'

/** A hiccup shorter than this is nobody's business. */
const patience = 2_000
const thanks = 3_000

const awayAs = (state: LinkState, met: boolean): Shown =>
  state === 'offline' || state === 'slow' ? state : met ? 'reconnecting' : 'connecting'

/** What the banner says, given how long the line has been away. */
function useShown(): Shown {
  const state = useStore(linkState)
  const [shown, setShown] = useState<Shown>('none')
  const met = useRef(false)
  const up = state === 'live' || state === 'idle'
  const away = awayAs(state, met.current)
  useEffect(() => {
    if (state === 'live') met.current = true
    if (up) {
      setShown((now) => (now === 'none' || now === 'connecting' ? 'none' : 'back'))
      const timer = setTimeout(() => setShown('none'), thanks)
      return () => clearTimeout(timer)
    }
    setShown((now) => (now === 'none' || now === 'back' ? 'none' : away))
    const timer = setTimeout(() => setShown(away), patience)
    return () => clearTimeout(timer)
  }, [up, away])
  return shown
}

export function Banner() {
  const { t } = useWords()
  const shown = useShown()
  return (
    <div class="banner-place" role="status">
      {shown !== 'none' && (
        <p class={`banner ${shown}`}>
          <Icon name={shown === 'back' ? 'check' : shown === 'offline' ? 'alert' : 'refresh'} size={16} />
          {t(`link.${shown}`)}
        </p>
      )}
    </div>
  )
}
