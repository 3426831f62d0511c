import type { KeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { quoteOf } from '../../shared/amend'
import type { Conversation } from '../../shared/wire'
import { useCommand } from '../core/commands'
import { nameOf } from '../core/names'
import { useNow } from '../core/now'
import { useStore } from '../core/store'
import { canWrite, useSession } from '../core/session'
import { useWords } from '../core/words'
import { useLink } from '../live/live'
import { Icon } from '../ui/icon'
import { toast } from '../ui/toast'
import { quoted, unquote } from './about-store'
import { type Mode, draft, keepDraft } from './drafts'
import { Footer } from './composer-foot'
import { Modes } from './composer-modes'
import { closed, longestOf, useMeans } from './means'
import { Quoting } from './quoting'
import { isSend } from './sending'
import { type Obstacle, Stopped, obstacle } from './stopped'
import { Tray } from './tray'
import { useFiles } from './use-files'
import type { Moves } from './use-moves'

export function Composer({ c, moves }: { c: Conversation; moves: Moves }) {
  const { t } = useWords()
  const { role } = useSession()
  if (canWrite(role)) return <Writing c={c} moves={moves} />
  return (
    <p class="write-bar">
      <Icon name="lock" size={16} />
      {t('write.readOnly')}
    </p>
  )
}

function Writing({ c, moves }: { c: Conversation; moves: Moves }) {
  const words = useWords()
  const { t } = words
  const { person } = useSession()
  const link = useLink()
  const field = useRef<HTMLTextAreaElement>(null)
  const [mode, setMode] = useState<Mode>('reply')
  const [text, setText] = useState(() => draft(c.id, mode))
  const files = useFiles()
  const answered = useStore(quoted)[c.id]
  const means = useMeans(c)
  const shut = closed(means, useNow())
  const stop: Obstacle = mode === 'reply' ? (obstacle(c, person.id) ?? shut) : null
  const longest = longestOf(mode === 'reply' ? means : undefined)
  const carries = mode === 'note' || means?.files !== false
  const turn = (to: Mode): void => {
    setMode(to)
    setText(draft(c.id, to))
    setTimeout(() => field.current?.focus())
  }
  const write = (next: string): void => {
    setText(next)
    keepDraft(c.id, mode, next)
    link.typing(c.id, mode === 'reply' && next.trim() !== '')
  }
  const send = async (): Promise<void> => {
    const said = text.trim()
    const ready = files.ready.length === files.files.length
    if ((!said && !files.ready.length) || !ready || [...said].length > longest || stop) return
    if (!carries && files.files.length) return toast(t('write.no.files'))
    if (link.full) return toast(t('write.full'))
    if (mode === 'reply' && c.assignee === null && !(await moves.move('take'))) return
    write('')
    link.typing(c.id, false)
    // A note is quoted in notes alone.
    const quotes = answered && (mode === 'note' || answered.kind === 'message')
    link.say(c.id, said, mode === 'note' ? 'note' : 'message', {
      ...(quotes && { quote: quoteOf(answered) }),
      ...(files.ready.length && { files: files.ready }),
    })
    unquote(c.id)
    files.clear()
  }
  useCommand('reply', () => turn('reply'))
  useCommand('note', () => turn('note'))
  useEffect(() => {
    if (answered) turn(answered.kind === 'note' ? 'note' : mode)
  }, [answered])
  useEffect(() => () => link.typing(c.id, false), [c.id, link])
  /** Pictures that are pasted or dropped are attached; words stay words. */
  const take = (event: Event, found: FileList | undefined): void => {
    if (!found?.length || stop) return
    event.preventDefault()
    if (!carries) return toast(t('write.no.files'))
    files.add(found)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') field.current?.blur()
    if (!isSend(event)) return
    event.preventDefault()
    void send()
  }
  return (
    <section
      class={`write ${mode}`}
      aria-label={t('write.label')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer?.files)}
    >
      <Modes mode={mode} onTurn={turn} />
      {stop ? (
        <Stopped why={stop} c={c} moves={moves} means={means} />
      ) : (
        <>
          {answered && <Quoting message={answered} />}
          <textarea
            ref={field}
            class="write-field"
            rows={3}
            value={text}
            aria-label={t(`write.${mode}`)}
            aria-describedby="write-foot"
            placeholder={t(`write.${mode}.hint`, { name: nameOf(c.customer, words) })}
            onInput={(event) => write(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={(event) => take(event, event.clipboardData?.files)}
          />
          <Tray files={files} />
          <Footer text={text} longest={longest} files={files} carries={carries} window={mode === 'reply' ? means?.window : null} to={mode === 'reply' ? means?.to : null} takes={mode === 'reply' && c.assignee === null} busy={moves.busy === 'take'} onSend={() => void send()} />
        </>
      )}
    </section>
  )
}
