import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { filesOf } from '../../shared/parts'
import { sizeText } from '../../shared/upload'
import type { FilePart, Message } from '../../shared/wire'
import { conversations } from '../core/desk'
import { useWords } from '../core/words'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'

/** A link lives for five minutes, and is asked for again a little earlier. */
const fresh = 4 * 60_000

export function FilesOf({ m }: { m: Message }) {
  const files = filesOf(m)
  if (!files.length) return null
  return (
    <div class="files">
      {files.map((file) => (file.type === 'image' ? <Picture key={file.id} m={m} file={file} /> : <Row key={file.id} m={m} file={file} />))}
    </div>
  )
}

/** Its place is as large before it is there as after. */
function Picture({ m, file }: { m: Message; file: FilePart }) {
  const { t } = useWords()
  const [large, show] = useState(false)
  const link = useQuery({
    queryKey: ['file', file.id],
    queryFn: ({ signal }) => conversations.file(m.conversation, m.seq, file.id, signal),
    staleTime: fresh,
    gcTime: fresh,
  })
  const url = link.data?.url
  return (
    <>
      <button type="button" class="thumb" aria-label={t('files.show', { name: file.name })} onClick={() => show(true)}>
        {url && <img src={url} alt="" width={180} height={135} loading="lazy" />}
      </button>
      {large && url && (
        <Dialog title={file.name} onClose={() => show(false)} className="picture">
          <img src={url} alt={file.name} />
        </Dialog>
      )}
    </>
  )
}

function Row({ m, file }: { m: Message; file: FilePart }) {
  const { t, lang } = useWords()
  const [failed, fail] = useState(false)
  const open = async (): Promise<void> => {
    fail(false)
    try {
      const { url } = await conversations.file(m.conversation, m.seq, file.id)
      window.open(url, '_blank', 'noopener')
    } catch {
      fail(true)
    }
  }
  return (
    <button type="button" class="file-row" onClick={() => void open()}>
      <Icon name="clip" size={16} />
      <span class="file-name">{file.name}</span>
      <span class="file-size">{failed ? t('files.gone') : sizeText(file.size, lang)}</span>
    </button>
  )
}
