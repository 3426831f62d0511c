import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Ticket } from '../../shared/tickets'
import { useCommand } from '../core/commands'
import { sendKeys } from '../core/machine'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { draft, keepDraft } from '../inbox/drafts'
import { isSend } from '../inbox/sending'
import { ticketKeys } from '../live/tickets'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { toast } from '../ui/toast'
import { tickets } from './desk'
import { longest } from './limits'
import { isEnded } from './transitions'
import { useTicketWords } from './words'

type Mode = 'comment' | 'note'
/** Drafts know the two kinds by the names they have in a conversation. */
const kept = { comment: 'reply', note: 'note' } as const

export function Write({ ticket }: { ticket: Ticket }) {
  const { t } = useTicketWords()
  const words = useWords()
  const cache = useQueryClient()
  const field = useRef<HTMLTextAreaElement>(null)
  const modes: readonly Mode[] = isEnded(ticket.status) ? ['note'] : ['comment', 'note']
  const [wish, setMode] = useState<Mode>('comment')
  const mode = modes.includes(wish) ? wish : 'note'
  const [text, setText] = useState(() => draft(ticket.id, kept[mode]))
  const [busy, setBusy] = useState(false)
  const over = [...text.trim()].length - longest.comment
  const turn = (to: Mode): void => {
    setMode(to)
    setText(draft(ticket.id, kept[to]))
    setTimeout(() => field.current?.focus())
  }
  const write = (next: string): void => {
    setText(next)
    keepDraft(ticket.id, kept[mode], next)
  }
  const send = async (): Promise<void> => {
    if (busy || !text.trim() || over > 0) return
    setBusy(true)
    try {
      await tickets.comment(ticket.id, text.trim(), mode === 'comment')
      write('')
      await cache.invalidateQueries({ queryKey: ticketKeys.one(ticket.id) })
    } catch (error) {
      toast(told(error, words))
    }
    setBusy(false)
  }
  useCommand('reply', modes.includes('comment') ? () => turn('comment') : null)
  useCommand('note', () => turn('note'))
  return (
    <section class={`write ${mode === 'note' ? 'note' : 'reply'}`} aria-label={t('write')}>
      <fieldset class="modes">
        <legend class="for-ears">{words.t('write.mode')}</legend>
        {modes.map((one) => (
          <label key={one} class="mode">
            <input type="radio" name="mode" checked={one === mode} onChange={() => turn(one)} />
            <Icon name={one === 'note' ? 'lock' : 'reply'} size={15} />
            {t(`write.${one}`)}
          </label>
        ))}
      </fieldset>
      <textarea
        ref={field}
        class="write-field"
        rows={2}
        value={text}
        aria-label={t(`write.${mode}`)}
        aria-describedby="ticket-write-foot"
        placeholder={t(mode === 'comment' && !ticket.customer ? 'write.comment.alone' : `write.${mode}.hint`)}
        onInput={({ currentTarget }) => write(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') field.current?.blur()
          if (!isSend(event)) return
          event.preventDefault()
          void send()
        }}
      />
      <div class="write-foot">
        <p id="ticket-write-foot">
          <span class="by-keys">{words.t('write.keys', { keys: sendKeys })}</span>
          {over > 0 && <span class="error"> · {t('write.over', { n: over })}</span>}
        </p>
        <Button kind="main" icon="send" busy={busy} aria-keyshortcuts="Control+Enter" onClick={() => void send()}>
          {t(`write.send.${mode}`)}
        </Button>
      </div>
    </section>
  )
}
