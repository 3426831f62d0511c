import { useEffect, useState } from 'react'
import { useStore } from '../core/store'
import { useWords } from '../core/words'
import { linkState } from '../live/stores'
import { Icon } from '../ui/icon'

type Shown = 'none' | 'offline' | 'reconnecting' | 'back'

/** A hiccup shorter than this is nobody's business. */
const patience = 2_000
const thanks = 3_000

/** What the banner says, given how long the line has been away. */
function useShown(): Shown {
  const state = useStore(linkState)
  const [shown, setShown] = useState<Shown>('none')
  const up = state === 'live' || state === 'idle'
  useEffect(() => {
    if (up) {
      setShown((now) => (now === 'none' ? 'none' : 'back'))
      const timer = setTimeout(() => setShown('none'), thanks)
      return () => clearTimeout(timer)
    }
    const away: Shown = state === 'offline' ? 'offline' : 'reconnecting'
    setShown((now) => (now === 'none' || now === 'back' ? now : away))
    const timer = setTimeout(() => setShown(away), patience)
    return () => clearTimeout(timer)
  }, [up, state === 'offline'])
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
