/** Files to send: each goes by itself, can be dropped on its way, and tried again. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../../shared/api'
import { mostFiles, upload } from '../../../shared/upload'
import type { Attached } from '../../../shared/wire'
import { complaint, useWords } from '../words/words'
import { link, Page, type Props } from './page'

interface Item {
  file: File
  stop: AbortController
  share: number
  failed?: string
  done?: Attached
}

export function Attach({ view, chat }: Props): JSX.Element {
  const words = useWords()
  const { t } = words
  const [items, set] = useState<Item[]>([])
  const change = (item: Item, to: Partial<Item>): void =>
    set((all) => all.map((one) => (one.stop === item.stop ? { ...one, ...to } : one)))
  const run = async (item: Item): Promise<void> => {
    change(item, { failed: '' })
    const told = (share: number): void => change(item, { share })
    await chat
      .call((api) => upload(api, item.file, told, item.stop.signal))
      .then((done) => change(item, { done }), ({ code }: Problem) => change(item, { failed: code }))
  }
  const take = (files: Iterable<File>): void => {
    const more = [...files].slice(0, mostFiles - items.length).map((file) => ({ file, stop: new AbortController(), share: 0 }))
    set([...items, ...more])
    for (const item of more) void run(item)
  }
  const drop = (item: Item): void => {
    item.stop.abort()
    set(items.filter((one) => one !== item))
  }
  useEffect(() => take('files' in view.page && view.page.files ? view.page.files : []), [])
  const ready = items.flatMap(({ done }) => done ?? [])
  const send = (): void => {
    if (!ready.length || ready.length < items.length) return
    chat.say('', ready)
    chat.go({ at: 'chat' })
  }
  return (
    <Page view={view} chat={chat} title={t('attach')}>
      <input type="file" multiple aria-label={t('attach')} onChange={({ currentTarget }) => take(currentTarget.files!)} />
      {items.map((item) => (
        <p key={item.file}>
          {item.file.name} {item.failed ? <b role="alert">{complaint(words, item.failed)}</b> : <progress aria-label={item.file.name} value={item.done ? 1 : item.share} />}{' '}
          {item.failed && link(t('retry'), () => void run(item))} {link(t('discard'), () => drop(item))}
        </p>
      ))}
      <button class="solid" type="button" aria-disabled={!ready.length || ready.length < items.length} onClick={send}>
        {t('send')}
      </button>
    </Page>
  )
}
