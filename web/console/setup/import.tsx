import { useEffect, useState } from 'react'
import { Problem } from '../../shared/api'
import type { Locale } from '../../shared/wire'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Notice } from '../ui/notice'
import { type ImportState, type RowError, knowledge } from './desk'
import { useSetupWords } from './words'

const largest = 4_000_000
const example = 'title,body,alternatives,keywords,category\n'

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}

const rowErrors = (error: unknown): RowError[] =>
  error instanceof Problem ? ((error.errors as RowError[] | undefined) ?? []) : []

interface Props {
  locale: Locale
  onDone: () => void
  onClose: () => void
}

export function ImportDialog({ locale, onDone, onClose }: Props) {
  const { t } = useSetupWords()
  const words = useWords()
  const [file, setFile] = useState<File | null>(null)
  const [begun, setBegun] = useState<ImportState | null>(null)
  const form = useForm(async (values: Values) => {
    if (!file) return
    setBegun(await knowledge.import({
      format: file.name.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl',
      content_base64: await base64(file),
      encoding: values['encoding'],
      locale,
      publish: values['publish'] === 'on',
    }))
  }, () => (!file ? { file: t('import.file.none') } : file.size > largest ? { file: t('import.file.large') } : ({} as Record<string, string>)))
  if (begun) return <Progress begun={begun} onDone={onDone} onClose={onClose} />
  return (
    <Dialog title={t('knowledge.import')} onClose={onClose} className="wide">
      <form class="fields" onSubmit={form.onSubmit} noValidate>
        {form.error ? <Refusal error={form.error} /> : null}
        <div class="field">
          <label for="import-file">{t('import.file')}</label>
          <input
            id="import-file"
            name="file"
            type="file"
            accept=".csv,.jsonl,.ndjson,text/csv"
            aria-describedby="import-said"
            aria-invalid={form.faults['file'] ? true : undefined}
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
          <p id="import-said" class={form.faults['file'] ? 'error' : 'hint'}>
            {form.faults['file'] ?? t('import.file.hint')}
          </p>
          <a download="knowledge.csv" href={`data:text/csv;charset=utf-8,${encodeURIComponent(example)}`}>
            {t('import.example')}
          </a>
        </div>
        <SelectField name="encoding" label={t('import.encoding')} options={[['utf-8', 'UTF-8'], ['gb18030', 'GBK / GB18030'], ['utf-16', 'UTF-16']]} />
        <label class="check">
          <input type="checkbox" name="publish" /> {t('import.publish')}
        </label>
        <div class="actions">
          <Button onClick={onClose}>{words.t('do.cancel')}</Button>
          <Button type="submit" kind="main" busy={form.busy}>
            {t('knowledge.import')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Nothing was taken; which rows stand against it, and by which rule. */
function Refusal({ error }: { error: unknown }) {
  const { t, has } = useSetupWords()
  const words = useWords()
  const rows = rowErrors(error)
  if (!rows.length) return <Notice kind="danger">{told(error, words)}</Notice>
  return (
    <Notice kind="danger">
      <p>{t('import.refused', { n: rows.length })}</p>
      <ul class="row-errors">
        {rows.map((one) => {
          const rule = `import.rule.${one.rule}`
          return (
            <li key={`${one.row}${one.pointer}`}>
              {t('import.row', { row: one.row, field: one.pointer.replace(/^\//, '') })} {has(rule) ? t(rule) : one.detail}
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}

function Progress({ begun, onDone, onClose }: { begun: ImportState; onDone: () => void; onClose: () => void }) {
  const { t } = useSetupWords()
  const words = useWords()
  const [now, setNow] = useState(begun)
  const ended = now.status === 'done' || now.status === 'failed'
  useEffect(() => {
    if (ended) {
      onDone()
      return undefined
    }
    const timer = setTimeout(() => {
      // A poll that fails is asked again: the import goes on without us.
      knowledge.importState(begun.import).then((found) => setNow({ ...begun, ...found }), () => setNow((kept) => ({ ...kept })))
    }, 1000)
    return () => clearTimeout(timer)
  }, [now])
  return (
    <Dialog title={t('knowledge.import')} onClose={onClose}>
      <p role="status">{t(ended ? (now.status === 'done' ? 'import.done' : 'import.failed') : 'import.running', { n: now.rows })}</p>
      <progress max={now.rows} value={ended ? now.rows : (now.done ?? 0)} aria-label={t('knowledge.import')} />
      <div class="actions">
        <Button kind="main" onClick={onClose}>
          {words.t('do.close')}
        </Button>
      </div>
    </Dialog>
  )
}
