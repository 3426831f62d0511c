/** Brings a filled form back: once, whatever happens to the answer, and not before a person could have read it. */
import { type Api, nonce, Problem } from '../shared/api'
import type { Lang } from '../shared/i18n'
import { send, type UploadForm } from '../shared/upload'
import type { Bring } from '../shared/uploading'
import type { Attached } from '../shared/wire'
import type { Values, Wrong } from './checks'
import type { Source } from './source'
import type { Form } from './wire'

/** The desk takes what comes sooner than three seconds for a program's. */
export const quickest = 3_200

export interface Filled {
  values: Values
  /** What stands for the files. */
  files: readonly string[]
  agreed: boolean
  /** What nobody sees and programs fill in. */
  website: string
  lang: Lang
}

/** `lost`: the files are to be uploaded again. */
export type Outcome = { is: 'sent' } | { is: 'lost' } | { is: 'wrong'; wrong: Wrong } | { is: 'failed'; code: string }

const place = /^\/(?:fields\/)?(\w+)(?:\/\d+)?$/
const toldAtToken = (why: unknown): boolean => why instanceof Problem && why.pointer === '/token'

export class Sender {
  private token = ''
  private since = 0
  private opening?: Promise<Form>
  /** The answers that were sent last, and under which name: the same ones again are the same submission. */
  private last = { said: '', id: '' }

  constructor(
    private readonly api: Api,
    private readonly key: string,
    private readonly source: Source,
  ) {}

  async open(): Promise<Form> {
    const form = await this.source.read()
    this.token = form.token
    this.since = Date.now()
    return form
  }

  /** One file, for the form as it stands open: where it does so for too long, it is opened anew. */
  bring: Bring = async (file, told, signal) => {
    try {
      return await this.brought(file, told, signal)
    } catch (why) {
      if (!toldAtToken(why)) throw why
      await this.openAnew()
      return this.brought(file, told, signal)
    }
  }

  /** Once for all who find at the same time that it is too old. */
  private openAnew(): Promise<Form> {
    this.opening ??= this.open().finally(() => (this.opening = undefined))
    return this.opening
  }

  private async brought(file: File, told: (share: number) => void, signal: AbortSignal): Promise<Attached> {
    const proof = this.shown({})
    const form = await this.api.post<UploadForm>(this.path('/files'), { ...proof, size: file.size }, { signal })
    await send(form, file, told, signal)
    return this.api.post<Attached>(this.path(`/files/${form.id}`), { ...proof, name: file.name }, { signal })
  }

  private path(more = ''): string {
    return `/forms/${encodeURIComponent(this.key)}${more}`
  }

  /** With the proof that the form is open, and in whose page. */
  private shown(body: object): object {
    const { origin } = this.source
    return { token: this.token, ...body, ...(origin && { origin }) }
  }

  async send(filled: Filled): Promise<Outcome> {
    const outcome = await this.attempt(filled)
    if (outcome.is !== 'wrong' || !('token' in outcome.wrong)) return outcome
    // It stood open for a day: the same answers under a new token.
    try {
      await this.openAnew()
    } catch (why) {
      return failed(why)
    }
    const again = await this.attempt(filled)
    return again.is === 'wrong' && 'token' in again.wrong ? { is: 'failed', code: 'token' } : again
  }

  private async attempt({ values, files, agreed, website, lang }: Filled): Promise<Outcome> {
    await new Promise((done) => setTimeout(done, Math.max(0, this.since + quickest - Date.now())))
    const along = files.length ? { files } : {}
    const body = { submission_id: this.named(values, files), fields: values, consent: agreed, locale: lang, website, ...along }
    try {
      await this.api.post(this.path(), this.shown(body))
      this.last = { said: '', id: '' }
      return { is: 'sent' }
    } catch (why) {
      return failed(why)
    }
  }

  private named(values: Values, files: readonly string[]): string {
    const said = JSON.stringify([values, files])
    if (said !== this.last.said) this.last = { said, id: nonce() }
    return this.last.id
  }
}

function failed(why: unknown): Outcome {
  if (!(why instanceof Problem)) throw why
  const named = why.status === 422 ? place.exec(why.pointer ?? '')?.[1] : undefined
  if (named === 'files') return { is: 'lost' }
  return named && why.rule ? { is: 'wrong', wrong: { [named]: why.rule } } : { is: 'failed', code: why.code }
}
