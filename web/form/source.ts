/** Where the form comes from: the desk, or the script of the page around us, which the desk has let. */
import { type Api, Problem } from '../shared/api'
import type { Form, ToHost, ToPage } from './wire'

export interface Source {
  /** Of the page around us, as the browser tells it; empty on our own. */
  readonly origin: string
  read(): Promise<Form>
  /** How high we are, for who frames us. */
  size(height: number): void
  /** What the page around us wishes, once the form is there. */
  readonly wishes: Pick<ToPage, 'lang' | 'theme'>
}

export class Desk implements Source {
  readonly origin = ''
  readonly wishes = {}

  constructor(
    private readonly api: Api,
    private readonly key: string,
  ) {}

  read(): Promise<Form> {
    return this.api.get<Form>(`/forms/${encodeURIComponent(this.key)}`)
  }

  size(): void {
    // Nobody frames us.
  }
}

const patience = 15_000

export class Host implements Source {
  origin = ''
  wishes: Pick<ToPage, 'lang' | 'theme'> = {}

  constructor(private readonly around: Window) {}

  /** A frame that nobody answers shows no form: whoever frames us has to be let by the desk. */
  read(): Promise<Form> {
    return new Promise((done, fail) => {
      const end = (): void => {
        removeEventListener('message', hear)
        clearTimeout(late)
      }
      const hear = (event: MessageEvent): void => {
        const said = event.data as ToPage | null
        if (event.source !== this.around || said?.t !== 'form') return
        end()
        this.origin = event.origin
        this.wishes = { lang: said.lang, theme: said.theme }
        if (said.form) done(said.form)
        else fail(new Problem(said.failure ?? { status: 0, code: 'network' }))
      }
      const late = setTimeout(() => {
        end()
        fail(new Problem({ status: 0, code: 'timeout' }))
      }, patience)
      addEventListener('message', hear)
      this.say({ t: 'ready' }, '*')
    })
  }

  size(height: number): void {
    if (this.origin) this.say({ t: 'size', height }, this.origin)
  }

  private say(message: ToHost, to: string): void {
    this.around.postMessage(message, to)
  }
}
