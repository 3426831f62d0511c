/** A frame of the form's page, which is told the form by us: the desk lets none but allowed pages ask for it. */
import type { Theme } from '../../shared/theme'
import type { Form, ToHost, ToPage } from '../wire'

const [lowest, highest] = [120, 6_000]

export function embed(desk: string, { key = '', lang, theme }: DOMStringMap): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  const place = `k=${encodeURIComponent(key)}`
  frame.title = /^zh/i.test(lang ?? navigator.language) ? '联系表单' : 'Contact form'
  Object.assign(frame.style, { width: '100%', height: '480px', border: '0', colorScheme: 'normal' })
  addEventListener('message', (event: MessageEvent) => {
    if (!event.source || event.source !== frame.contentWindow || event.origin !== desk) return
    const said = event.data as ToHost | null
    if (said?.t === 'ready') void tell()
    if (said?.t === 'size' && Number.isFinite(said.height)) {
      frame.style.height = `${Math.min(highest, Math.max(lowest, Math.ceil(said.height)))}px`
    }
  })
  const tell = async (): Promise<void> => {
    const message: ToPage = { t: 'form', lang, theme: theme as Theme | undefined, ...(await ask(desk, key)) }
    frame.contentWindow?.postMessage(message, desk)
  }
  frame.src = `${desk}/form/?${place}`
  return frame
}

async function ask(desk: string, key: string): Promise<Pick<ToPage, 'form' | 'failure'>> {
  try {
    const response = await fetch(`${desk}/v1/forms/${encodeURIComponent(key)}`, { credentials: 'omit' })
    if (response.ok) return { form: (await response.json()) as Form }
    const { code } = (await response.json().catch(() => ({}))) as { code?: string }
    return { failure: { status: response.status, code: code ?? 'internal' } }
  } catch {
    return { failure: { status: 0, code: 'network' } }
  }
}
