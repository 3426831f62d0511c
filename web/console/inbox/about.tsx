import { useQuery } from '@tanstack/react-query'
import type { TargetedSubmitEvent } from 'preact'
import { useState } from 'react'
import { Refusal } from '../../shared/link/channel'
import { textOf } from '../../shared/parts'
import type { Message } from '../../shared/wire'
import { conversations } from '../core/desk'
import { canReview, canWrite, useSession } from '../core/session'
import { useWords } from '../core/words'
import { useLink } from '../live/live'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { about, quote } from './about-store'

type At = 'menu' | 'edit' | 'versions'
const close = (): void => about.set(null)

/** What can be done with one message. */
export default function About({ m }: { m: Message }) {
  const { t } = useWords()
  const [at, go] = useState<At>('menu')
  const titles = { menu: 'about.title', edit: 'about.edit', versions: 'about.versions' } as const
  return (
    <Dialog title={t(titles[at])} onClose={close}>
      {at === 'menu' && <Choices m={m} go={go} />}
      {at === 'edit' && <Rewording m={m} />}
      {at === 'versions' && <Versions m={m} />}
    </Dialog>
  )
}

/** Changes a message, and says why not in words. */
function useAmend(m: Message) {
  const { t } = useWords()
  const link = useLink()
  const [state, set] = useState<{ busy?: boolean; problem?: string }>({})
  const amend = async (text?: string): Promise<void> => {
    set({ busy: true })
    try {
      await link.amend(m, text)
      close()
    } catch (why) {
      const { code, rule } = why instanceof Refusal ? why.frame : {}
      const late = rule === 'edited' ? 'about.newer' : 'about.late'
      set({ problem: t(code === 'conflict' ? late : 'about.failed') })
    }
  }
  return { ...state, amend }
}

function Choices({ m, go }: { m: Message; go: (at: At) => void }) {
  const { t } = useWords()
  const { role } = useSession()
  const link = useLink()
  const { busy, problem, amend } = useAmend(m)
  const ours = link.amendable(m)
  const reply = (): void => {
    quote(m)
    close()
  }
  return (
    <div class="choices-list">
      <p class="about-text">{textOf(m) || t('talk.gone.words')}</p>
      {canWrite(role) && !m.recalled_at && (
        <Button icon="reply" onClick={reply}>
          {t('about.reply')}
        </Button>
      )}
      {ours && (
        <>
          <Button icon="pen" onClick={() => go('edit')}>
            {t('about.edit')}
          </Button>
          <Button icon="trash" kind="danger" busy={busy} aria-describedby="recall-lead" onClick={() => void amend()}>
            {t('about.recall')}
          </Button>
          <p class="hint" id="recall-lead">
            {t('about.recall.lead')}
          </p>
        </>
      )}
      {canReview(role) && (m.edits || m.recalled_at) && (
        <Button icon="clock" onClick={() => go('versions')}>
          {t('about.versions')}
        </Button>
      )}
      {problem && <Problem text={problem} />}
    </div>
  )
}

const Problem = ({ text }: { text: string }) => (
  <p class="problem" role="alert">
    {text}
  </p>
)

function Rewording({ m }: { m: Message }) {
  const { t } = useWords()
  const { busy, problem, amend } = useAmend(m)
  const save = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text') ?? '').trim()
    if (text && !busy) void amend(text)
  }
  return (
    <form onSubmit={save}>
      <label class="for-ears" for="reword">
        {t('about.text')}
      </label>
      <textarea id="reword" name="text" class="write-field" rows={5} maxLength={8000} autoFocus defaultValue={textOf(m)} />
      {problem && <Problem text={problem} />}
      <div class="dialog-acts">
        <Button onClick={close}>{t('do.cancel')}</Button>
        <Button kind="main" type="submit" busy={busy}>
          {t('do.save')}
        </Button>
      </div>
    </form>
  )
}

/** What it said before; opening this is an entry of the audit log. */
function Versions({ m }: { m: Message }) {
  const { t, moment } = useWords()
  const found = useQuery({
    queryKey: ['versions', m.conversation, m.seq],
    queryFn: ({ signal }) => conversations.versions(m.conversation, m.seq, signal),
    gcTime: 0,
  })
  if (found.error) return <Trouble error={found.error} lead={t('about.failed')} retry={() => void found.refetch()} />
  if (!found.data) return <Skeleton rows={2} shape="bubble" />
  const { items } = found.data
  return (
    <>
      <p class="hint">{t('about.versions.lead')}</p>
      <ol class="versions">
        {items.map((each, i) => (
          <li key={i}>
            <span class="quote-name">
              {i < items.length - 1 ? t('about.version', { time: moment(each.edited_at ?? each.at) }) : t('about.now')}
            </span>
            <p>{textOf(each) || <i>{t('talk.gone.words')}</i>}</p>
          </li>
        ))}
      </ol>
    </>
  )
}
