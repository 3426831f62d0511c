/** The panel's frame: of the desk's own origin, spoken to only by exact origin and source. */
import type { ToHost, ToPanel } from '../bridge'

export interface PanelFrame {
  element: HTMLIFrameElement
  send(message: ToPanel): void
  remove(): void
}

export function makeFrame(root: ShadowRoot, desk: string, title: string, hear: (message: ToHost) => void): PanelFrame {
  const element = document.createElement('iframe')
  // Until it has spoken, the frame holds an empty page of our own origin; its boot tells it all anyway.
  let there = false
  const listen = (event: MessageEvent): void => {
    if (!event.source || event.source !== element.contentWindow || event.origin !== desk) return
    const message = event.data as ToHost | null
    if (typeof message?.t !== 'string') return
    there = true
    hear(message)
  }
  addEventListener('message', listen)
  element.title = title
  element.src = `${desk}/widget/index.html#${encodeURIComponent(location.origin)}`
  root.append(element)
  return {
    element,
    send: (message) => there && element.contentWindow?.postMessage(message, desk),
    remove() {
      removeEventListener('message', listen)
      element.remove()
    },
  }
}
