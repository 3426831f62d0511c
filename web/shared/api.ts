/** REST of the desk: JSON both ways (a transcript is text), and every failure as one typed Problem. */
import type { ProblemBody } from './wire'

/** A refusal of the desk, or `network` / `timeout` (status 0) when it could not be asked. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly pointer?: string
  readonly rule?: string
  readonly retryAfter?: number
  /** The number that a message must carry, where another one came. */
  readonly expected?: number
  /** What is wrong place by place, where a request can be wrong in many. */
  readonly errors?: readonly unknown[]

  constructor(body: Pick<ProblemBody, 'status' | 'code'> & Partial<ProblemBody>) {
    super(body.detail ?? body.title ?? body.code)
    this.name = 'Problem'
    this.status = body.status
    this.code = body.code
    this.pointer = body.pointer
    this.rule = body.rule
    this.retryAfter = body.retry_after
    this.expected = body.expected
    this.errors = body.errors
  }
}

export interface CallOptions {
  body?: unknown
  /** The version that a PATCH was made from; sent as If-Match. */
  version?: number
  /** Makes a POST safe to repeat. */
  key?: string
  query?: Readonly<Record<string, string | number | undefined>>
  signal?: AbortSignal
  /** The answer is plain text. */
  plain?: true
}
export interface ApiOptions {
  /** Where /v1 stands; empty for our own origin. */
  base?: string
  /** A bearer token (visitors); without one the session cookie speaks. */
  token?: () => string | undefined
  fetch?: typeof fetch
  timeoutMs?: number
}

export interface Api {
  get<T>(path: string, options?: CallOptions): Promise<T>
  post<T>(path: string, body: unknown, options?: CallOptions): Promise<T>
  patch<T>(path: string, body: unknown, version: number, options?: CallOptions): Promise<T>
  del(path: string, options?: CallOptions): Promise<void>
}

/** Twenty-two characters that nobody will hit twice, for Idempotency-Key and refs. */
export function nonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (c) => ({ '+': '-', '/': '_' })[c] ?? '')
}

const search = (query: CallOptions['query']): string => {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined)
  return pairs.length ? `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}` : ''
}

const headers = (options: CallOptions, token: string | undefined): Record<string, string> => ({
  ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(token ? { authorization: `Bearer ${token}` } : {}),
  ...(options.version === undefined ? {} : { 'if-match': `"${options.version}"` }),
  ...(options.key ? { 'idempotency-key': options.key } : {}),
})

/** A door that is no desk (a proxy, a captive portal) answers without a problem's body. */
async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => null)) as Partial<ProblemBody> | null
  const after = Number(response.headers.get('retry-after')) || undefined
  return new Problem({
    retry_after: after,
    ...said,
    status: response.status,
    code: said?.code ?? 'internal',
  })
}

const unreachable = (error: unknown): Problem => {
  const late = error instanceof DOMException && error.name === 'TimeoutError'
  return new Problem({ status: 0, code: late ? 'timeout' : 'network' })
}

export function makeApi({ base = '', token, timeoutMs = 15_000, fetch: ask }: ApiOptions = {}): Api {
  async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const limit = AbortSignal.timeout(timeoutMs)
    const response = await (ask ?? fetch)(`${base}/v1${path}${search(options.query)}`, {
      method,
      headers: headers(options, token?.()),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: token ? 'omit' : 'same-origin',
      signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
    }).catch((error: unknown) => {
      if (options.signal?.aborted) throw error
      throw unreachable(error)
    })
    if (!response.ok) throw await problemOf(response)
    if (response.status === 204) return undefined as T
    return (await (options.plain ? response.text() : response.json())) as T
  }
  return {
    get: (path, options) => call('GET', path, options),
    post: (path, body, options) => call('POST', path, { ...options, body }),
    patch: (path, body, version, options) => call('PATCH', path, { ...options, body, version }),
    del: (path, options) => call('DELETE', path, options),
  }
}
