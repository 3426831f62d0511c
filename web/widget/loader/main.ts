/** Finds its own tag, waits for the page's body, and serves the commands that came before it. */
import { type Widget, makeWidget } from './loader'

type Command = [string, ...unknown[]]

declare global {
  interface Window {
    Desk?: (...command: Command) => void
    deskQ?: { push(command: Command): void }
  }
}

const script = document.currentScript as HTMLScriptElement | null

function begin(tag: HTMLScriptElement): void {
  const widget: Widget = makeWidget(new URL(tag.src).origin, tag.dataset)
  const early = window.deskQ as Command[] | undefined
  window.Desk = (...command: Command) => widget.run(...command)
  window.deskQ = { push: (command: Command) => widget.run(...command) }
  if (Array.isArray(early)) for (const command of early) widget.run(...command)
}

if (script && !window.Desk) {
  if (document.body) begin(script)
  else addEventListener('DOMContentLoaded', () => begin(script), { once: true })
}
