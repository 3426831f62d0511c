import { type Pending, canDiscard } from '../../shared/link'
import { useStore } from '../core/store'
import { useWords } from '../core/words'
import { useLink } from '../live/live'
import { linkState } from '../live/stores'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Quoted } from './quoting'

/** Shown at once, before the desk has it; what it will not have can be sent again or dropped. */
export function PendingBubble({ item }: { item: Pending }) {
  const { t } = useWords()
  const link = useLink()
  const kind = item.kind === 'note' ? 'note' : 'message'
  const state = useStore(linkState)
  const waits = state !== 'live' && state !== 'slow'
  return (
    <article class={`run ours ${kind} ${item.failed ? 'failed' : 'sending'}`}>
      <div class="run-body">
        <div class="bubble">
          {item.quote && <Quoted quote={item.quote} />}
          {item.text}
          {item.files?.map((file) => (
            <p key={file.id} class="file-row">
              <Icon name="clip" size={16} />
              <span class="file-name">{file.name}</span>
            </p>
          ))}
        </div>
        {item.failed ? (
          <div class="run-foot">
            <span class="ticks failed" role="alert">
              <Icon name="alert" size={15} />
              {t('talk.failed')}
            </span>
            <Button kind="quiet" onClick={() => link.retry(item.key)}>
              {t('talk.resend')}
            </Button>
            <Discard item={item} />
          </div>
        ) : (
          <div class="run-foot">
            <span class="ticks">
              <Icon name="clock" size={14} />
              {t(waits ? 'talk.kept' : 'talk.sending')}
            </span>
            {waits && canDiscard(item) && <Discard item={item} />}
          </div>
        )}
      </div>
    </article>
  )
}

function Discard({ item }: { item: Pending }) {
  const { t } = useWords()
  const link = useLink()
  return (
    <Button kind="quiet" onClick={() => link.discard(item.key)}>
      {t('talk.discard')}
    </Button>
  )
}
