/** The question that is answered with files: chosen or dropped, and on their way at once. */
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { tag } from '../shared/i18n'
import { sizeText } from '../shared/upload'
import type { Outgoing, Uploads } from '../shared/uploading'
import { Said } from './question'
import type { Field } from './wire'
import type { FormWords } from './words/words'

export interface FilesProps {
  field: Field
  uploads: Uploads
  rule?: string
  words: FormWords
}

export function Files({ field, uploads, rule, words }: FilesProps): JSX.Element {
  const { t, has, lang } = words
  const [over, tell] = useState(false)
  const [drops, hover] = useState(false)
  const chosen = useRef<HTMLInputElement>(null)
  const [id, said] = [`field-${field.id}`, `said-${field.id}`]
  const limits = { n: field.most, size: sizeText(field.bytes ?? 0, tag(lang)) }
  const take = (files: Iterable<File>): void => tell(uploads.add(files) > 0)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    hover(false)
    take(event.dataTransfer?.files ?? [])
  }
  const above = (event: DragEvent): void => {
    event.preventDefault()
    hover(true)
  }
  const why = `wrong_${rule}`
  return (
    <div class="question" role="group" aria-labelledby={`${id}-label`}>
      <span class="label" id={`${id}-label`}>
        {field.label}
        {!field.required && <small> ({t('optional')})</small>}
      </span>
      <div class={drops ? 'drop over' : 'drop'} onDragOver={above} onDragLeave={() => hover(false)} onDrop={drop}>
        <input
          ref={chosen}
          type="file"
          hidden
          multiple={field.most > 1}
          data-files
          onChange={({ currentTarget }) => {
            take(currentTarget.files ?? [])
            currentTarget.value = ''
          }}
        />
        <button id={id} class="quiet" type="button" data-wrong={!!rule} aria-describedby={`${id}-hint ${said}`} onClick={() => chosen.current?.click()}>
          {t('files_choose')}
        </button>
        <small id={`${id}-hint`}>{t('files_hint', limits)}</small>
      </div>
      {uploads.files.length > 0 && (
        <ul class="files" aria-labelledby={`${id}-label`}>
          {uploads.files.map((one) => (
            <Row key={one.key} one={one} uploads={uploads} limit={limits.size} words={words} />
          ))}
        </ul>
      )}
      {over && (
        <p role="alert" class="wrong">
          {t('wrong_maxItems', limits)}
        </p>
      )}
      {rule && <Said id={said} text={t(has(why) ? why : 'wrong', limits)} />}
    </div>
  )
}

/** What no second attempt would change: the file itself is not taken. */
const final = new Set(['too_large', 'type'])

interface RowProps {
  one: Outgoing
  uploads: Uploads
  limit: string
  words: FormWords
}

function Row({ one, uploads, limit, words }: RowProps): JSX.Element {
  const { t, has, lang } = words
  const { failed, file, share, done } = one
  const [name, why] = [done?.name ?? file.name, `file_${failed}`]
  return (
    <li>
      <span class="name">
        {name} <small>{sizeText(file.size, tag(lang))}</small>
      </span>
      {!failed && !done && <progress value={share} max={1} aria-label={t('file_sending', { name })} />}
      {done && <small role="status">{t('file_done')}</small>}
      {failed && (
        <span role="alert" class="wrong">
          {t(has(why) ? why : 'file_failed', { size: limit })}
        </span>
      )}
      {failed && !final.has(failed) && (
        <button class="quiet" type="button" aria-label={`${t('again')}: ${name}`} onClick={() => uploads.retry(one)}>
          {t('again')}
        </button>
      )}
      <button class="quiet" type="button" aria-label={`${t('remove')}: ${name}`} onClick={() => uploads.drop(one.key)}>
        {t('remove')}
      </button>
    </li>
  )
}
