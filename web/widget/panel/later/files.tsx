/** The files of a message: pictures are shown, the rest is opened by a link of a few minutes. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { filesOf } from '../../../shared/parts'
import type { FilePart } from '../../../shared/wire'
import type { Props } from './page'

export const Files = ({ chat, message }: Props): JSX.Element => (
  <>
    {filesOf(message!).map((file) => (
      <File key={file.id} {...{ chat, message: message!, file }} />
    ))}
  </>
)

function File({ chat, message, file }: Required<Pick<Props, 'chat' | 'message'>> & { file: FilePart }): JSX.Element {
  const [url, show] = useState('')
  const path = `/conversations/${message.conversation}/messages/${message.seq}/files/${file.id}`
  const ask = (): Promise<string> => chat.call((api) => api.get<{ url: string }>(path)).then((link) => link.url, () => '')
  const picture = file.type === 'image'
  useEffect(() => {
    if (picture) void ask().then(show)
  }, [])
  const open = async (): Promise<void> => {
    const link = await ask()
    if (link) window.open(link, '_blank', 'noopener')
  }
  return (
    <button class="file" type="button" onClick={() => void open()}>
      {picture && <img src={url || undefined} alt="" width={160} height={120} />}
      {file.name}
    </button>
  )
}
