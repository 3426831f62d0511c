/** The round button in a shadow root, so that neither page can restyle the other. */
import { isHex, textOn } from '../../shared/colour'
import { dress } from './style'
import type { LoaderWords } from './words'

export interface Launcher {
  host: HTMLElement
  root: ShadowRoot
  button: HTMLButtonElement
  paint(accent: string | undefined): void
  show(open: boolean, unread: number, words: LoaderWords): void
}

const icon = (name: string, ...paths: string[]): SVGSVGElement => {
  const ns = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(ns, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', name)
  for (const d of paths) svg.appendChild(document.createElementNS(ns, 'path')).setAttribute('d', d)
  return svg
}

export function makeLauncher(side: string | undefined): Launcher {
  const host = document.createElement('div')
  if (side === 'left') host.dataset.side = side
  const root = host.attachShadow({ mode: 'open' })
  dress(root)
  const button = root.appendChild(document.createElement('button'))
  button.type = 'button'
  button.append(icon('x', 'M6 6l12 12M18 6L6 18'), icon('c', 'M21 12a8 8 0 0 1-11.6 7.1L4 21l1.9-5.4A8 8 0 1 1 21 12z'))
  const [name, badge, unit] = ['span', 'i', 'span'].map((kind) => button.appendChild(document.createElement(kind)))

  return {
    host,
    root,
    button,
    paint(accent) {
      const colour = isHex(accent) ? accent : '#0b57d0'
      host.style.setProperty('--a', colour)
      host.style.setProperty('--t', textOn(colour))
    },
    show(open, unread, words) {
      const count = !open && unread ? (unread > 99 ? '99+' : String(unread)) : ''
      button.className = open ? 'open' : ''
      button.setAttribute('aria-expanded', String(open))
      name!.textContent = open ? words.close : words.open
      badge!.textContent = count
      unit!.textContent = count && words.unread
    },
  }
}
