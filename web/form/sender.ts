/** Brings a filled form back: once, whatever happens to the answer, and not before a person could have read it. */
import { type Api, nonce, Problem } from '../shared/api'
import type { Lang } from '../shared/i18n'
import type { Values, Wrong } from './checks'
import type { Source } from './source'
import type { Form } from './wire'

/** The desk takes what comes sooner than three seconds for a program's. */
export const quickest = 3_200

export interface Filled {
  values: Values
  agreed: boolean
  /** What nobody sees and programs fill in. */
  website: string
  lang: Lang
}

export type Outcome = { is: 'sent' } | { is: 'wrong'; wrong: Wrong } | { is: 'failed'; code: string }

const place = /^\/(?:fields\/)?(\w+)$/

export class Sender {
  private token = ''
  private since = 0
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

  async send(filled: Filled): Promise<Outcome> {
    const outcome = await this.attempt(filled)
    if (outcome.is !== 'wrong' || !('token' in outcome.wrong)) return outcome
    // It stood open for a day: the same answers under a new token.
    try {
      await this.open()
    } catch (why) {
      return failed(why)
    }
    const again = await this.attempt(filled)
    return again.is === 'wrong' && 'token' in again.wrong ? { is: 'failed', code: 'token' } : again
  }

  private async attempt({ values, agreed, website, lang }: Filled): Promise<Outcome> {
    await new Promise((done) => setTimeout(done, Math.max(0, this.since + quickest - Date.now())))
    const { origin } = this.source
    const body = { token: this.token, submission_id: this.named(values), fields: values, consent: agreed, locale: lang, website }
    try {
      await this.api.post(`/forms/${encodeURIComponent(this.key)}`, origin ? { ...body, origin } : body)
      this.last = { said: '', id: '' }
      return { is: 'sent' }
    } catch (why) {
      return failed(why)
    }
  }

  private named(values: Values): string {
    const said = JSON.stringify(values)
    if (said !== this.last.said) this.last = { said, id: nonce() }
    return this.last.id
  }
}

function failed(why: unknown): Outcome {
  if (!(why instanceof Problem)) throw why
  const named = why.status === 422 ? place.exec(why.pointer ?? '')?.[1] : undefined
  return named && why.rule ? { is: 'wrong', wrong: { [named]: why.rule } } : { is: 'failed', code: why.code }
}
