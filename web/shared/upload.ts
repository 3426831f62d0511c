/** A file on its way: a form from the desk, the bytes to where it says, then the desk looks at what came. */
import { type Api, Problem } from './api'
import type { Attached } from './wire'

export const mostBytes = 20 * 1024 * 1024
export const mostFiles = 10

/** What the desk gives to upload one file by. */
export interface UploadForm {
  id: string
  url: string
  fields: Record<string, string>
}

export async function upload(api: Api, file: File, told: (share: number) => void, signal: AbortSignal): Promise<Attached> {
  const form = await api.post<UploadForm>('/attachments', { size: file.size }, { signal })
  await send(form, file, told, signal)
  return api.post<Attached>(`/attachments/${form.id}`, { name: file.name }, { signal })
}

/** By the one means that tells how far it is. */
export function send({ url, fields }: UploadForm, file: File, told: (share: number) => void, signal: AbortSignal): Promise<void> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  body.set('file', file)
  const request = new XMLHttpRequest()
  return new Promise((done, fail) => {
    request.upload.onprogress = ({ loaded, total }) => told(loaded / total)
    // Whatever ended it: without an answer the status is 0.
    request.onloadend = () => (request.status === 204 ? done() : fail(new Problem({ status: 0, code: 'network' })))
    signal.onabort = () => request.abort()
    request.open('POST', url)
    request.send(body)
  })
}

/** 1,234,567 bytes are 1.2 MB. */
export function sizeText(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1e6 ? [Math.max(bytes / 1e3, 0.1), 'kilobyte'] : [bytes / 1e6, 'megabyte']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
}
