import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Message } from '../../shared/wire'
import { conversations } from '../core/desk'
import type { Original as Letter } from '../core/records'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Choices } from '../ui/choices'
import { Dialog } from '../ui/dialog'
import { Trouble } from '../ui/notice'
import { Skeleton } from '../ui/skeleton'
import { Fact } from './fact'
import { holdsImages, pageOf } from './original-page'

type View = 'page' | 'text'

/** A letter as it came, in a frame that can do nothing. */
export default function Original({ m, onClose }: { m: Message; onClose: () => void }) {
  const { t } = useWords()
  const found = useQuery({
    queryKey: ['original', m.conversation, m.seq],
    queryFn: ({ signal }) => conversations.original(m.conversation, m.seq, signal),
    staleTime: Infinity,
  })
  return (
    <Dialog title={t('original.title')} onClose={onClose} className="original">
      {found.data ? (
        <Shown letter={found.data} />
      ) : found.error ? (
        <Trouble error={found.error} lead={t('original.broken')} retry={() => void found.refetch()} />
      ) : (
        <Skeleton rows={5} shape="line" />
      )}
    </Dialog>
  )
}

function Shown({ letter: { html, text, headers } }: { letter: Letter }) {
  const { t } = useWords()
  const [view, turn] = useState<View>(html ? 'page' : 'text')
  return (
    <>
      <dl class="letter-head">
        {Object.entries(headers).map(([name, value]) => (
          <Fact key={name} label={name}>
            {value}
          </Fact>
        ))}
      </dl>
      {html && (
        <Choices<View>
          label={t('original.view')}
          value={view}
          onChoose={turn}
          options={[['page', t('original.page')], ['text', t('original.text')]]}
        />
      )}
      {html && view === 'page' ? <Page html={html} /> : <pre class="letter-text">{text || t('original.empty')}</pre>}
    </>
  )
}

function Page({ html }: { html: string }) {
  const { t } = useWords()
  const [images, load] = useState(false)
  return (
    <>
      {!images && holdsImages(html) && (
        <p class="letter-images">
          <span class="hint">{t('original.images.lead')}</span>
          <Button onClick={() => load(true)}>{t('original.images')}</Button>
        </p>
      )}
      <Frame page={pageOf(html, images)} />
    </>
  )
}

/** A page of ours with a policy of its own shows it: a frame written here would inherit the console's. */
function Frame({ page }: { page: string }) {
  const { t } = useWords()
  const frame = useRef<HTMLIFrameElement>(null)
  const title = t('original.frame')
  const show = (): void => frame.current?.contentWindow?.postMessage({ page, title }, '*')
  useEffect(show, [page])
  return <iframe ref={frame} class="letter" sandbox="allow-scripts" src="letter/page.html" title={title} onLoad={show} />
}
