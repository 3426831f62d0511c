/** `/v1.js`: a button on the merchant's page; everything else waits until somebody wants to talk. */
import type { Theme } from '../../shared/theme'
import type { Kept, ToHost } from '../bridge'
import type { Pending } from '../../shared/link/outbox'
import { makeShelf } from '../../shared/link/shelf'
import { ask } from './config'
import { type PanelFrame, makeFrame } from './frame'
import { makeLauncher } from './launcher'
import { draft, recall, remember } from './memory'
import { wordsOf } from './words'

type Listener = (detail?: unknown) => void

export interface Widget {
  run(command: string, ...args: unknown[]): void
}

export function makeWidget(desk: string, data: DOMStringMap): Widget {
  const key = data.key ?? ''
  const place = `desk:${key}`
  const launcher = makeLauncher(data.side)
  const listeners = new Map<string, Set<Listener>>()
  let kept = recall(place)
  let lang = kept.lang || data.lang || navigator.language
  let theme = (data.theme ?? 'auto') as Theme
  let open = false
  let unread = 0
  let ready = false
  let frame: PanelFrame | null = null

  const tell = (name: string, detail?: unknown): void => listeners.get(name)?.forEach((listener) => listener(detail))
  const paint = (): void => {
    launcher.paint(kept.accent ?? data.accent)
    launcher.show(open, unread, wordsOf(lang))
    frame?.element.classList.toggle('open', open)
    if (frame) frame.element.title = wordsOf(lang).title
  }
  const keep = (next: Kept): void => {
    kept = next
    remember(place, kept)
    paint()
  }

  const shelf = makeShelf<Pending>({
    left: (items) => frame?.send({ t: 'left', items }),
    cleared: () => frame?.send({ t: 'cleared' }),
  })
  const shelve = ({ open, keep, clear, close }: Extract<ToHost, { t: 'shelf' }>): void => {
    if (open) void shelf.open(open)
    if (keep) shelf.keep(keep)
    if (clear) shelf.clear()
    if (close) shelf.close()
  }

  async function boot(): Promise<void> {
    const answer = await ask(desk, key)
    if ('config' in answer) keep({ ...kept, accent: answer.config.branding.accent })
    frame?.send({ t: 'boot', key, lang, theme, open, kept, draft: draft(place), ...answer })
    if ('failure' in answer) tell('error', answer.failure)
    else if (!ready) tell('ready', (ready = true))
  }

  const hear = (message: ToHost): void => {
    if (message.t === 'draft') return void draft(place, message.text)
    if (message.t === 'ready') void boot()
    if (message.t === 'close') turn(false)
    if (message.t === 'keep') keep(message.kept)
    if (message.t === 'lang') lang = message.lang
    if (message.t === 'unread') tell('unread', (unread = message.n))
    if (message.t === 'shelf') shelve(message)
    if (message.t === 'event') tell(message.name, message.detail)
    paint()
  }
  const load = (): void => void (frame ??= makeFrame(launcher.root, desk, wordsOf(lang).title, hear))

  function turn(to: boolean): void {
    if (to === open) return
    load()
    open = to
    paint()
    frame?.send({ t: open ? 'open' : 'close' })
    if (open) frame?.element.focus()
    else launcher.button.focus()
    tell(open ? 'open' : 'close')
  }

  const escape = (event: KeyboardEvent): void => void (event.key === 'Escape' && turn(false))
  const drop = (): void => {
    shelf.close()
    frame?.remove()
    frame = null
  }
  const commands: Record<string, (...args: never[]) => void> = {
    open: () => turn(true),
    close: () => turn(false),
    toggle: () => turn(!open),
    show: () => void (launcher.host.hidden = false),
    hide: () => void (launcher.host.hidden = true),
    lang: (to: string) => {
      lang = to
      paint()
      frame?.send({ t: 'lang', lang })
    },
    theme: (to: Theme) => {
      theme = to
      frame?.send({ t: 'theme', theme })
    },
    on: (name: string, listener: Listener) => void listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
    off: (name: string, listener: Listener) => void listeners.get(name)?.delete(listener),
    /** The page's user has gone: the next one must not see, or be, the last one. */
    reset: () => {
      unread = 0
      shelf.clear()
      draft(place, '')
      keep({ accent: kept.accent })
      frame?.send({ t: 'reset' })
    },
    destroy: () => {
      drop()
      launcher.host.remove()
      removeEventListener('keydown', escape)
    },
  }

  launcher.button.onclick = () => turn(!open)
  launcher.button.onpointerenter = load
  addEventListener('keydown', escape)
  paint()
  document.body.append(launcher.host)
  if (kept.live) (window.requestIdleCallback ?? setTimeout)(load)
  return { run: (command, ...args) => commands[command]?.(...(args as never[])) }
}
